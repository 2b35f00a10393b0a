"""Flask glue that the faces share."""
