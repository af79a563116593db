"""Every port of the core kept in process: for scenarios, for embedders' tests and for trials."""

from saas_memory.store import MemoryStore, MemoryWork

__all__ = ["MemoryStore", "MemoryWork"]
