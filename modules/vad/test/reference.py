# What onnxruntime 1.30.0 makes of example/reading.wav with the ONNX file that weights.mjs reads:
#   pip install onnxruntime numpy
#   python3 reference.py MODEL.onnx ../example/reading.wav > reading.json
import json, sys, wave
import numpy, onnxruntime

model, sound = sys.argv[1:]
session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
recording = wave.open(sound)
samples = numpy.frombuffer(recording.readframes(recording.getnframes()), "<i2").astype(numpy.float32) / 32768
state, context = numpy.zeros((2, 1, 128), numpy.float32), numpy.zeros(64, numpy.float32)
chances = []
for start in range(0, len(samples), 512):
    window = numpy.zeros(512, numpy.float32)
    window[: len(samples[start : start + 512])] = samples[start : start + 512]
    heard = numpy.concatenate([context, window])
    context = heard[-64:]
    rate = numpy.array(16000, numpy.int64)
    chance, state = session.run(None, {"input": heard[None], "state": state, "sr": rate})
    chances.append(round(float(chance[0, 0]), 6))
print(json.dumps(chances))
