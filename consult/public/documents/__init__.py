"""What readers find: documents."""
