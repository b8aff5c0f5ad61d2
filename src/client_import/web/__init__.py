"""The pages of an import, mountable in a host. They need the extra `[web]`."""
