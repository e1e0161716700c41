"""What a lawyer's assistant, a language model, may ask and say: tools of MCP over ``api``. It decides nothing."""
