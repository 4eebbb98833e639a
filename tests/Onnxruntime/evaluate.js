// node evaluate.js FOLDER: evaluates FOLDER/*.onnx on the observations in the file of the same name that ends in .in (float32, row-major),
// and writes names, shapes and values of inputs and outputs to the one that ends in .json.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ort from 'onnxruntime-node';

const folder = process.argv[2];
for (const file of readdirSync(folder).filter((name) => name.endsWith('.onnx'))) {
  const path = join(folder, file);
  const session = await ort.InferenceSession.create(path);
  const bytes = readFileSync(path.replace(/onnx$/, 'in'));
  const width = bytes.readInt32LE(0);
  const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset + 4, bytes.byteOffset + bytes.length));
  const observation = new ort.Tensor('float32', values, [values.length / width, width]);
  const results = await session.run({ observation });
  const outputs = session.outputNames.map((name) => ({ name, shape: results[name].dims, type: results[name].type, values: Array.from(results[name].data, Number) }));
  writeFileSync(path.replace(/onnx$/, 'json'), JSON.stringify({ inputs: session.inputNames, outputs }));
}
