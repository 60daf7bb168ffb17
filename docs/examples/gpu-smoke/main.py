"""Teaches a small transformer to write like the job's text, on the first GPU, and lets it write."""
import json
import os

os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8"
import torch
from torch import nn
from torch.nn import functional as F

CONTEXT, WIDTH, HEADS, LAYERS, BATCH = 64, 256, 8, 4, 64

job = json.load(open("/inputs/job.json"))
torch.use_deterministic_algorithms(True)
torch.backends.cuda.matmul.allow_tf32 = False
torch.manual_seed(int(os.environ["RECKON_SEED"][:12], 16))
device = torch.device("cuda:0")

letters = sorted(set(job["text"]))
text = torch.tensor([letters.index(letter) for letter in job["text"]], device=device)


class Writer(nn.Module):
    def __init__(self):
        super().__init__()
        self.letter = nn.Embedding(len(letters), WIDTH)
        self.place = nn.Parameter(torch.zeros(CONTEXT, WIDTH))
        block = nn.TransformerEncoderLayer(
            WIDTH, HEADS, 4 * WIDTH, dropout=0.0, batch_first=True, norm_first=True
        )
        self.blocks = nn.TransformerEncoder(block, LAYERS, enable_nested_tensor=False)
        self.last = nn.Linear(WIDTH, len(letters))
        mask = nn.Transformer.generate_square_subsequent_mask(CONTEXT)
        self.register_buffer("mask", mask)

    def forward(self, seen):
        length = seen.shape[1]
        mask = self.mask[:length, :length]
        inner = self.letter(seen) + self.place[:length]
        return self.last(self.blocks(inner, mask=mask, is_causal=True))


with torch.nn.attention.sdpa_kernel(torch.nn.attention.SDPBackend.MATH):
    writer = Writer().to(device)
    optimizer = torch.optim.AdamW(writer.parameters(), lr=1e-3)
    lines = ["step,loss"]
    for step in range(job["steps"] + 1):
        starts = torch.randint(len(text) - CONTEXT - 1, (BATCH,)).tolist()
        seen = torch.stack([text[start : start + CONTEXT] for start in starts])
        following = torch.stack([text[start + 1 : start + CONTEXT + 1] for start in starts])
        loss = F.cross_entropy(writer(seen).flatten(0, 1), following.flatten())
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        if step % 50 == 0:
            lines.append(f"{step},{loss.item():.6f}")

    written = text[:1].unsqueeze(0)
    with torch.no_grad():
        for _ in range(200):
            odds = writer(written[:, -CONTEXT:])[:, -1].softmax(-1).cpu()
            written = torch.cat([written, torch.multinomial(odds, 1).to(device)], 1)

with open("/outputs/loss.csv", "w") as file:
    file.write("\n".join(lines) + "\n")
with open("/outputs/written.txt", "w") as file:
    file.write("".join(letters[index] for index in written[0].tolist()) + "\n")
parameters = sum(parameter.numel() for parameter in writer.parameters())
print(f"{torch.cuda.get_device_name(device)}, PyTorch {torch.__version__}")
print(f"{parameters} parameters, {job['steps']} steps, loss {lines[-1].split(',')[1]}")
