// node agents.js FOLDER: evaluates FOLDER/*.onnx as ML-Agents does, on the observations in the file of the same name that ends in .in
// (float32, row-major), with the first choice forbidden where the model takes masks, and writes what it gives to the one that ends in .json.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ort from 'onnxruntime-node';

const folder = process.argv[2];
for (const file of readdirSync(folder).filter((name) => name.endsWith('.onnx'))) {
  const path = join(folder, file);
  const session = await ort.InferenceSession.create(path);
  const bytes = readFileSync(path.replace(/onnx$/, 'in'));
  const [width, choices] = [bytes.readInt32LE(0), bytes.readInt32LE(4)];
  const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset + 8, bytes.byteOffset + bytes.length));
  const rows = values.length / width;
  const feeds = { obs_0: new ort.Tensor('float32', values, [rows, width]) };
  if (session.inputNames.includes('action_masks')) {
    const masks = Float32Array.from({ length: rows * choices }, (_, i) => (i % choices === 0 ? 0 : 1));
    feeds.action_masks = new ort.Tensor('float32', masks, [rows, choices]);
  }
  const results = await session.run(feeds);
  const outputs = Object.fromEntries(session.outputNames.map((name) => [name, { shape: results[name].dims, type: results[name].type, values: Array.from(results[name].data, Number) }]));
  writeFileSync(path.replace(/onnx$/, 'json'), JSON.stringify({ inputs: session.inputNames, outputs }));
}
