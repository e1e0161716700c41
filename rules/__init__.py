"""What the law says, as data, and the code that loads and checks it."""
