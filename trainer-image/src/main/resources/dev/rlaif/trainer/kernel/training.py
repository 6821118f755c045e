
  # Forward and backward of the layers without a graph, in float32 on a CPU. Autograd would keep three
  # times as much, and multiply with matrices as they are; here both ways take those that oneDNN reads.
  #
  # kept holds what a way back needs, in the order in which it is taken off again, last first; a layer:
  # what adapt_keeping keeps of qkv; h [N, C] and its norm's scale [N, 1]; where heads are normed, these
  # before it; r [N, Q+2K, D] after rotation; logsumexp of attention; of out; o [N, QD]; of gate-up; h and
  # scale; of down; gate-up

  # columns of outputs and ranks of the targets in a group of an adapter, start and end of each: of
  # q k v, of o, of gate up or of down in layer i; a target without an adapter has no ranks
  def blocks(self: __torch__.Kernels, lengths: List[int], i: int, group: int) -> List[Tuple[int, int, int, int]]:
    f = self.intermediate
    k = self.kv_heads * self.head_dim
    outs = [self.heads * self.head_dim, k, k, self.hidden_size, f, f, self.hidden_size]
    first = [0, 3, 4, 6, 7]
    found : List[Tuple[int, int, int, int]] = []
    column = 0
    rank = 0
    for t in range(first[group], first[group + 1]):
      r = lengths[i * 14 + t * 2 + 1] // outs[t]
      found.append((column, column + outs[t], rank, rank + r))
      column = column + outs[t]
      rank = rank + r
    return found

  # y plus what the adapter adds, in place, block by block: B [out, R'] is mostly zeros where targets
  # share an input. The low-rank product [N, R'] is kept, and before it what dropout let pass, if any
  def adapt_keeping(self: __torch__.Kernels, y: Tensor, x: Tensor, adapters: List[Tensor], lengths: List[int], i: int, group: int, dropout: float, kept: List[Tensor]) -> Tensor:
    a = adapters[i * 8 + group * 2]
    b = adapters[i * 8 + group * 2 + 1]
    if a.size(0) > 0:
      z = x
      if dropout > 0.:
        z, passed = torch.native_dropout(x, dropout, True)
        kept.append(passed)
      low = torch.mm(z, a.t())
      kept.append(low)
      for block in self.blocks(lengths, i, group):
        c0, c1, r0, r1, = block
        if r1 > r0:
          y[:, c0:c1].addmm_(low[:, r0:r1], b[c0:c1, r0:r1].t())
    return y

  # t [B S, H D] -> [B, H, S, D]
  def by_heads(self: __torch__.Kernels, t: Tensor, grid: Tensor) -> Tensor:
    return t.view(grid.size(0), grid.size(1), -1, self.head_dim).transpose(1, 2)

  # r [N, ..] -> [B S, ..], any row for padding
  def onto_grid(self: __torch__.Kernels, r: Tensor, grid: Tensor) -> Tensor:
    x = r
    if grid.numel() != r.size(0):
      x = torch.index_select(r, 0, grid.view(-1))
    return x

  # queries, keys and values [B, Q, S, D] of r [N, Q+2K, D]
  def queries_keys_values(self: __torch__.Kernels, r: Tensor, grid: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    x = self.by_heads(self.onto_grid(r, grid), grid)
    parts = torch.split_with_sizes(x, [self.heads, self.kv_heads, self.kv_heads], 1)
    return (parts[0], self.repeat_heads(parts[1]), self.repeat_heads(parts[2]))

  # as causal_attention, with the logsumexp of each query and head
  def attention_keeping(self: __torch__.Kernels, r: Tensor, grid: Tensor, cells: Tensor) -> Tuple[Tensor, Tensor]:
    q, k, v = self.queries_keys_values(r, grid)
    o, total = torch._scaled_dot_product_flash_attention_for_cpu(q, k, v, 0., True)
    o = o.transpose(1, 2).reshape(grid.numel(), -1)
    if grid.numel() != r.size(0):
      o = torch.index_select(o, 0, cells)
    return (o, total)

  # as stack with the adapter on, and what hidden_back needs
  def hidden_keeping(self: __torch__.Kernels, ids: Tensor, positions: Tensor, grid: Tensor, cells: Tensor, rows: Tensor, embedding: Tensor, final_norm: Tensor, cos: Tensor, sin: Tensor, ws: List[Tensor], adapters: List[Tensor], sizes: Tensor, dropout: float) -> Tuple[Tensor, List[Tensor]]:
    lengths : List[int] = sizes.tolist()
    kept : List[Tensor] = []
    h = torch.embedding(embedding, ids)
    n = ids.size(0)
    cs = self.spread(cos, positions, 1.)
    sn = self.spread(sin, positions, 0.)
    for i in range(len(ws) // self.layer_weights):
      j = i * self.layer_weights
      x, scale = self.normalised(h)
      x = x.mul_(ws[j])
      if self.qkv_bias:
        y = self.product_plus(x, ws[j + 1], ws[j + 6])
      else:
        y = self.product(x, ws[j + 1])
      y = self.adapt_keeping(y, x, adapters, lengths, i, 0, dropout, kept).view(n, -1, self.head_dim)
      kept.append(h)
      kept.append(scale)
      if self.qk_norm:
        kept.append(y)
        parts = torch.split_with_sizes(y, [self.heads + self.kv_heads, self.kv_heads], 1)
        y = torch.cat([self.norm_heads(parts[0], ws[j + self.layer_weights - 1]), parts[1]], 1)
      r = self.rotate(y, cs, sn)
      kept.append(r)
      o, total = self.attention_keeping(r, grid, cells)
      kept.append(total)
      h = self.adapt_keeping(self.sum_product(h, o, ws[j + 2]), o, adapters, lengths, i, 1, dropout, kept)
      kept.append(o)
      x, scale = self.normalised(h)
      x = x.mul_(ws[j + 3])
      gu = self.adapt_keeping(self.product(x, ws[j + 4]), x, adapters, lengths, i, 2, dropout, kept)
      kept.append(h)
      kept.append(scale)
      x = self.gated(gu)
      h = self.adapt_keeping(self.sum_product(h, x, ws[j + 5]), x, adapters, lengths, i, 3, dropout, kept)
      kept.append(gu)
    kept.append(h)
    return (self.norm(torch.index_select(h, 0, rows), final_norm), kept)

  # g [N, out] times w [out, in], which may be what reorder_transposed made of it
  def product_back(self: __torch__.Kernels, g: Tensor, w: Tensor) -> Tensor:
    if w.is_mkldnn:
      y = self.product(g, w)
    else:
      y = torch.mm(g, w)
    return y

  # adds to gx [N, in], the derivative of x so far, what comes through the adapter, g [N, out] being
  # that of y; derivatives of A and B go to the parts of the flat adapter's. factors: B is alpha/R times
  # what it is there
  def adapt_back(self: __torch__.Kernels, gx: Tensor, g: Tensor, x: Tensor, adapters: List[Tensor], lengths: List[int], factors: List[float], i: int, group: int, dropout: float, kept: List[Tensor], parts: List[Tensor]) -> Tensor:
    a = adapters[i * 8 + group * 2]
    b = adapters[i * 8 + group * 2 + 1]
    if a.size(0) > 0:
      low = kept.pop()
      glow = torch.empty_like(low)
      t = [0, 3, 4, 6][group]
      for block in self.blocks(lengths, i, group):
        c0, c1, r0, r1, = block
        if r1 > r0:
          gy = g[:, c0:c1]
          torch.mm(gy, b[c0:c1, r0:r1], out=glow[:, r0:r1])
          gb = torch.mm(low[:, r0:r1].t(), gy)
          parts[i * 14 + t * 2 + 1].view(c1 - c0, r1 - r0).copy_(gb.t()).mul_(factors[i * 7 + t])
        t = t + 1
      if dropout > 0.:
        passed = kept.pop()
        factor = 1. / (1. - dropout)
        ga = torch.mm(glow.t(), torch.native_dropout_backward(x, passed, factor))
        gx = gx.add_(torch.native_dropout_backward(torch.mm(glow, a), passed, factor))
      else:
        ga = torch.mm(glow.t(), x)
        gx = gx.addmm_(glow, a)
      t = [0, 3, 4, 6][group]
      for block in self.blocks(lengths, i, group):
        c0, c1, r0, r1, = block
        parts[i * 14 + t * 2].view(r1 - r0, ga.size(1)).copy_(ga[r0:r1])
        t = t + 1
    return gx

  # x [.., C] over its root mean square, and one over that
  def normalised(self: __torch__.Kernels, x: Tensor) -> Tuple[Tensor, Tensor]:
    scale = torch.rsqrt((x * x).mean([-1], True) + self.eps)
    return (x * scale, scale)

  # derivative of x, g being that of x * scale * w, y being x * scale
  def norm_back(self: __torch__.Kernels, g: Tensor, y: Tensor, scale: Tensor, w: Tensor) -> Tensor:
    t = g * w
    return torch.addcmul(t, y, (t * y).mean([-1], True), value=-1.).mul_(scale)

  # the other way round
  def rotate_back(self: __torch__.Kernels, g: Tensor, cs: Tensor, sn: Tensor) -> Tensor:
    return torch.addcmul(g * cs, torch.roll(g, [self.head_dim // 2], [-1]), sn, value=-1.)

  # g [B, Q, S, D] of heads that were repeated -> [B S, K, D]
  def sum_heads(self: __torch__.Kernels, g: Tensor) -> Tensor:
    x = g.transpose(1, 2).reshape(g.size(0) * g.size(2), self.kv_heads, -1, self.head_dim)
    return torch.sum(x, [2])

  # derivative of r [N, Q+2K, D], g [N, QD] being that of o. Queries of padding have none, so that
  # nothing comes from them
  def attention_back(self: __torch__.Kernels, g: Tensor, r: Tensor, o: Tensor, total: Tensor, grid: Tensor, cells: Tensor) -> Tensor:
    ragged = grid.numel() != r.size(0)
    q, k, v = self.queries_keys_values(r, grid)
    if ragged:
      g = torch.zeros([grid.numel(), g.size(1)], dtype=g.dtype, device=g.device).index_copy_(0, cells, g)
    y = self.by_heads(self.onto_grid(o, grid), grid)
    gq, gk, gv = torch._scaled_dot_product_flash_attention_for_cpu_backward(self.by_heads(g, grid), q, k, v, y, total, 0., True)
    x = gq.transpose(1, 2).reshape(grid.numel(), self.heads, self.head_dim)
    x = torch.cat([x, self.sum_heads(gk), self.sum_heads(gv)], 1)
    if ragged:
      x = torch.index_select(x, 0, cells)
    return x

  # derivative [P] of the flat adapter, g [M, C] being that of what hidden_keeping gave; kept is used up.
  # ws as there, but for matrices, which product_back takes
  def hidden_back(self: __torch__.Kernels, g: Tensor, positions: Tensor, grid: Tensor, cells: Tensor, rows: Tensor, final_norm: Tensor, cos: Tensor, sin: Tensor, ws: List[Tensor], adapters: List[Tensor], flat: Tensor, sizes: Tensor, scales: Tensor, dropout: float, kept: List[Tensor]) -> Tensor:
    lengths : List[int] = sizes.tolist()
    factors : List[float] = scales.tolist()
    gradient = torch.empty_like(flat)
    parts = torch.split_with_sizes(gradient, lengths)
    cs = self.spread(cos, positions, 1.)
    sn = self.spread(sin, positions, 0.)
    f = self.intermediate
    n = positions.size(0)
    layers = len(ws) // self.layer_weights
    h = kept.pop()
    y, scale = self.normalised(torch.index_select(h, 0, rows))
    g = torch.zeros_like(h).index_copy_(0, rows, self.norm_back(g, y, scale, final_norm))
    for up in range(layers):
      i = layers - 1 - up
      j = i * self.layer_weights
      gu = kept.pop()
      halves = torch.split_with_sizes(gu, [f, f], 1)
      s = torch.silu(halves[0])
      gx = self.product_back(g, ws[j + 5])
      gx = self.adapt_back(gx, g, s * halves[1], adapters, lengths, factors, i, 3, dropout, kept, parts)
      # in place: from here on gu is the derivative
      through = gx * halves[1]
      torch.mul(gx, s, out=halves[1])
      torch.silu_backward(through, halves[0], grad_input=halves[0])
      scale = kept.pop()
      y = kept.pop() * scale
      gx = self.product_back(gu, ws[j + 4])
      gx = self.adapt_back(gx, gu, y * ws[j + 3], adapters, lengths, factors, i, 2, dropout, kept, parts)
      g = g.add_(self.norm_back(gx, y, scale, ws[j + 3]))
      o = kept.pop()
      gx = self.product_back(g, ws[j + 2])
      gx = self.adapt_back(gx, g, o, adapters, lengths, factors, i, 1, dropout, kept, parts)
      total = kept.pop()
      gr = self.rotate_back(self.attention_back(gx, kept.pop(), o, total, grid, cells), cs, sn)
      if self.qk_norm:
        turned = [self.heads + self.kv_heads, self.kv_heads]
        y, scale = self.normalised(torch.split_with_sizes(kept.pop(), turned, 1)[0])
        halves = torch.split_with_sizes(gr, turned, 1)
        gr = torch.cat([self.norm_back(halves[0], y, scale, ws[j + self.layer_weights - 1]), halves[1]], 1)
      gr = gr.view(n, -1)
      scale = kept.pop()
      y = kept.pop() * scale
      gx = self.product_back(gr, ws[j + 1])
      gx = self.adapt_back(gx, gr, y * ws[j], adapters, lengths, factors, i, 0, dropout, kept, parts)
      g = g.add_(self.norm_back(gx, y, scale, ws[j]))
    return gradient
