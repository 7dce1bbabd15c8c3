// Reads commands for a pipeline, has the vendor's own library write them anew, and compares byte for byte.
//
// Usage: commands.mjs github|azure FILE

import { readFileSync } from 'node:fs'
import taskcommand from 'azure-pipelines-task-lib/taskcommand.js'

const [vendor, path] = process.argv.slice(2)
const lines = readFileSync(path, 'utf8').split('\n')
if (lines.pop() !== '') throw new Error('the last line has no end')

const names = { file: 'file', title: 'title', line: 'startLine', endLine: 'endLine', col: 'startColumn', endColumn: 'endColumn' }

function githubData(text) {
  return text.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%')
}

function github(core, line) {
  const [, command, properties, message] = /^::(error|warning|notice) (.*?)::(.*)$/s.exec(line)
  const known = properties.split(',').map((property) => {
    const [name, value] = [property.slice(0, property.indexOf('=')), property.slice(property.indexOf('=') + 1)]
    return [names[name], githubData(value.replaceAll('%3A', ':').replaceAll('%2C', ','))]
  })
  core[command](githubData(message), Object.fromEntries(known))
}

function azure(line) {
  const { command, properties, message } = taskcommand.commandFromString(line)
  return new taskcommand.TaskCommand(command, properties, message).toString() + '\n'
}

let written = ''
if (vendor === 'github') {
  // The library prints, and can only be listened to.
  const write = process.stdout.write
  const core = await import('@actions/core')
  process.stdout.write = (text) => { written += text; return true }
  try {
    for (const line of lines) github(core, line)
  } finally {
    process.stdout.write = write
  }
} else {
  for (const line of lines) written += azure(line)
}
if (written !== readFileSync(path, 'utf8')) {
  const differs = written.split('\n').find((line, number) => line !== lines[number])
  throw new Error(`${vendor} would write ${differs}`)
}
console.log(`${lines.length} commands are the vendor's own`)
