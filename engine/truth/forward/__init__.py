"""The second engine: forward chaining with durable_rules. It shares terms and comparisons with the first, no more."""
