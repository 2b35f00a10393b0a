"""What coordinators and officers keep of the plan record: plans and commitments."""
