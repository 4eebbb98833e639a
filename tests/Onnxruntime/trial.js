// node trial.js FOLDER: runs FOLDER/*.onnx over the steps in the file of the same name that ends in .trial.json, and writes what every
// step gives to the one that ends in .json. A step holds the inputs by name, each a list of rows; a step without memory is given the
// next_memory of the step before, and the first one zeros.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ort from 'onnxruntime-node';

const folder = process.argv[2];
for (const file of readdirSync(folder).filter((name) => name.endsWith('.onnx'))) {
  const path = join(folder, file);
  const session = await ort.InferenceSession.create(path);
  const { memorySize, steps } = JSON.parse(readFileSync(path.replace(/onnx$/, 'trial.json'), 'utf8'));
  const results = [];
  let memory;
  for (const step of steps) {
    const feeds = {};
    for (const [name, rows] of Object.entries(step)) {
      feeds[name] = new ort.Tensor('float32', Float32Array.from(rows.flat()), [rows.length, rows[0].length]);
    }
    const batch = step.observation.length;
    feeds.memory ??= memory ?? new ort.Tensor('float32', new Float32Array(batch * memorySize), [batch, memorySize]);
    const outputs = await session.run(feeds);
    memory = outputs.next_memory;
    results.push(Object.fromEntries(session.outputNames.map((name) => [name, { shape: outputs[name].dims, values: Array.from(outputs[name].data, Number) }])));
  }
  writeFileSync(path.replace(/onnx$/, 'json'), JSON.stringify({ inputs: session.inputNames, steps: results }));
}
