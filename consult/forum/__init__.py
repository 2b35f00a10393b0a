"""The forum: its rules, and the seats in it with the bodies that hold them. Its meetings follow."""
