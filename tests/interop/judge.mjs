// Compiles every schema of a folder as Ajv does in its strict mode, and prints of each line of records whether it is valid.
import fs from "node:fs"
import { ajv } from "./documented.mjs"

const [folder, records] = process.argv.slice(2)
for (const file of fs.readdirSync(folder)) ajv.compile(JSON.parse(fs.readFileSync(`${folder}/${file}`, "utf8")))
for (const line of fs.readFileSync(records, "utf8").trim().split("\n")) {
  const { schema, data } = JSON.parse(line)
  console.log(ajv.validate(schema, data) ? "valid" : "invalid")
}
