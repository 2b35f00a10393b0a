"""Small functions that make what a test is about, by the services where there is one."""
