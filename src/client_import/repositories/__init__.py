"""Ready-made repositories: one file for each storage. None is imported by `client_import` itself."""
