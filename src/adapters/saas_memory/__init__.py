"""Every port of the core kept in process: for scenarios, for embedders' tests and for trials."""
