"""Route modules, one per noun; each defines a blueprint named `routes`."""
