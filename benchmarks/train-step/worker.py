# The same network and step in PyTorch; the same protocol as worker.mjs.
import json
import math
import resource
import sys
import time

import torch
import torch.nn.functional as functional

batch, threads = int(sys.argv[1]), int(sys.argv[2])
torch.set_num_threads(threads)
torch.manual_seed(1)
WIDTH, HEADS, TOKENS, LAYERS = 128, 4, 11, 4


def kernel(*shape):
    return (torch.randn(*shape) * 0.05).requires_grad_()


def norm():
    return torch.ones(WIDTH, requires_grad=True), torch.zeros(WIDTH, requires_grad=True)


blocks = [
    {
        'attention': [kernel(WIDTH, WIDTH) for _ in range(4)],
        'hidden': [kernel(WIDTH, 2 * WIDTH), kernel(2 * WIDTH, 4 * WIDTH), kernel(4 * WIDTH, 4 * WIDTH), kernel(4 * WIDTH, WIDTH)],
        'norms': [norm(), norm()],
    }
    for _ in range(LAYERS)
]
head = kernel(WIDTH, 1)
parameters = [p for b in blocks for p in [*b['attention'], *b['hidden'], *b['norms'][0], *b['norms'][1]]] + [head]
x, y = torch.randn(batch, TOKENS, WIDTH), torch.randn(batch, 1)


def split(t):
    return t.reshape(batch, TOKENS, HEADS, WIDTH // HEADS).transpose(1, 2)


def block(t, weights):
    query, key, value, output = weights['attention']
    scores = split(t @ query) @ split(t @ key).transpose(-1, -2) / math.sqrt(WIDTH // HEADS)
    mixed = (functional.softmax(scores, -1) @ split(t @ value)).transpose(1, 2).reshape(batch * TOKENS, WIDTH)
    t = functional.layer_norm(t + mixed @ output, (WIDTH,), *weights['norms'][0])
    first, second, third, fourth = weights['hidden']
    wide = functional.gelu(t @ first) @ second @ third
    return functional.layer_norm(t + functional.gelu(wide) @ fourth, (WIDTH,), *weights['norms'][1])


optimizer = torch.optim.Adam(parameters, lr=1e-3)


def step():
    t = x.reshape(batch * TOKENS, WIDTH)
    for weights in blocks:
        t = block(t, weights)
    prediction = (t @ head).reshape(batch, TOKENS).mean(1, keepdim=True)
    loss = ((prediction - y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


step()
print('ready', flush=True)
for line in sys.stdin:
    steps = int(line)
    start = time.perf_counter()
    for _ in range(steps):
        loss = step()
    milliseconds = (time.perf_counter() - start) * 1000 / steps
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({'milliseconds': milliseconds, 'loss': loss, 'peakMegabytes': peak}), flush=True)
