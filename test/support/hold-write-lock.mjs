// Holds the write lock of the database named by its argument until it is told to release it, and a moment longer, so that
// the other side is sure to be waiting.
import Database from 'better-sqlite3'

const db = new Database(process.argv[2])
db.exec('BEGIN IMMEDIATE')
process.once('message', () => {
  setTimeout(() => {
    db.exec('COMMIT')
    db.close()
    process.disconnect()
  }, 300)
})
process.send('locked')
