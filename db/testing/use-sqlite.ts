// Whatever the shell says: this project tests SQLite.
delete process.env.DATABASE_URL
