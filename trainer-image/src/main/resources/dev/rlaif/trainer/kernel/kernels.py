# The model in TorchScript, as torch.jit.load reads it. One call runs the whole stack of layers.
#
# N tokens of a packed batch (rows one after another, no padding), B rows, S padded length,
# M chosen positions, C hidden, F intermediate, Q query heads, K key-value heads, D head size,
# V vocabulary, R rank, L layers.
#
# ws       6 a layer: norm [C], qkv [(Q+2K)D, C], out [C, QD], norm [C], gate-up [2F, C], down [C, F];
#          then, where the family has them, the bias of qkv [(Q+2K)D], the norms of query and key heads
#          [Q+K, D]
# adapters 8 a layer: A and B of qkv, out, gate-up, down; A [R', in], B [out, R'], B times alpha/R;
#          R' is 0 where a layer has no adapter; an empty list is the base model. Four more behind them,
#          masks [N, R'] of qkv, out, gate-up, down: which ranks count for which token
# caches   1 a layer: [rows * capacity, 2K, D], keys after rotation, then values; one behind another in
#          one array
# cos, sin [positions, D], the first half of sin negated
#
# Weights, caches, adapters and hidden states are of the module's precision, a scalar type of torch:
# 6 is float32, 15 bfloat16. The flat adapter, the value head, scores and logits that are drawn from
# are float32 in any case. Where flash is set, attention takes packed tokens without a grid.
# Behind this text stands that of products.py or packed-products.py: the products of x with weights,
# whose matrices may be in oneDNN's own order where autograd has no part; and that of training.py.
class Kernels(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  hidden_size : int
  intermediate : int
  heads : int
  kv_heads : int
  head_dim : int
  eps : float
  precision : int
  flash : bool
  qkv_bias : bool
  qk_norm : bool
  layer_weights : int

  def norm(self: __torch__.Kernels, x: Tensor, w: Tensor) -> Tensor:
    if self.precision == 6:
      y = x * torch.rsqrt((x * x).mean([-1], True) + self.eps) * w
    else:
      y = torch.rms_norm(x, [self.hidden_size], w, self.eps)
    return y

  # x [N, in] -> [N, out]
  def project(self: __torch__.Kernels, x: Tensor, w: Tensor, adapters: List[Tensor], j: int, dropout: float) -> Tensor:
    y = self.product(x, w)
    if len(adapters) > 0:
      y = self.adapt(y, x, adapters, j, dropout)
    return y

  # h [N, C] -> [N, Q+2K, D]: queries, keys and values of layer i before rotation
  def heads_of(self: __torch__.Kernels, h: Tensor, ws: List[Tensor], i: int, adapters: List[Tensor], dropout: float) -> Tensor:
    j = i * self.layer_weights
    x = self.norm(h, ws[j])
    if self.qkv_bias:
      y = self.product_plus(x, ws[j + 1], ws[j + 6])
    else:
      y = self.product(x, ws[j + 1])
    if len(adapters) > 0:
      y = self.adapt(y, x, adapters, i * 8, dropout)
    y = y.view(y.size(0), -1, self.head_dim)
    if self.qk_norm:
      parts = torch.split_with_sizes(y, [self.heads + self.kv_heads, self.kv_heads], 1)
      y = torch.cat([self.norm_heads(parts[0], ws[j + self.layer_weights - 1]), parts[1]], 1)
    return y

  # x [N, Q+K, D], w [Q+K, D]: each head by itself
  def norm_heads(self: __torch__.Kernels, x: Tensor, w: Tensor) -> Tensor:
    if self.precision == 6:
      y = x * torch.rsqrt((x * x).mean([-1], True) + self.eps) * w
    else:
      y = torch.rms_norm(x, [self.head_dim], None, self.eps) * w
    return y

  # h [N, out] + x [N, in] times w transposed
  def add_projected(self: __torch__.Kernels, h: Tensor, x: Tensor, w: Tensor, adapters: List[Tensor], j: int, dropout: float) -> Tensor:
    y = self.sum_product(h, x, w)
    if len(adapters) > 0:
      y = self.adapt(y, x, adapters, j, dropout)
    return y

  # in place: autograd needs no value of y before the addition
  def adapt(self: __torch__.Kernels, y: Tensor, x: Tensor, adapters: List[Tensor], j: int, dropout: float) -> Tensor:
    a = adapters[j]
    if a.size(0) > 0:
      if dropout > 0.:
        x = torch.dropout(x, dropout, True)
      low = self.product(x, a)
      if len(adapters) % 8 == 4:
        low = low * adapters[len(adapters) - 4 + j % 8 // 2]
      y = self.add_product_to(y, low, adapters[j + 1])
    return y

  # first half with second half, as Hugging Face checkpoints expect; values pass through
  def rotate(self: __torch__.Kernels, x: Tensor, cs: Tensor, sn: Tensor) -> Tensor:
    return torch.addcmul(x * cs, torch.roll(x, [self.head_dim // 2], [-1]), sn)

  # [positions, D] -> [N, Q+2K, D]: rotation of queries and keys, identity for values
  def spread(self: __torch__.Kernels, table: Tensor, positions: Tensor, value: float) -> Tensor:
    n = positions.size(0)
    t = torch.index_select(table, 0, positions).unsqueeze(1)
    return torch.cat([t.expand(n, self.heads + self.kv_heads, self.head_dim), torch.full([n, self.kv_heads, self.head_dim], value, dtype=t.dtype, device=t.device)], 1)

  def gated(self: __torch__.Kernels, gu: Tensor) -> Tensor:
    f = self.intermediate
    # split and not sliced: its backward is one concatenation
    parts = torch.split_with_sizes(gu, [f, f], 1)
    return torch.silu(parts[0]) * parts[1]

  # [B, K, S, D] -> [B, Q, S, D]; with enable_gqa the CPU would not take its flash kernel
  def repeat_heads(self: __torch__.Kernels, x: Tensor) -> Tensor:
    group = self.heads // self.kv_heads
    if group > 1:
      x = x.unsqueeze(2).expand(x.size(0), self.kv_heads, group, x.size(2), self.head_dim).reshape(x.size(0), self.heads, x.size(2), self.head_dim)
    return x

  # r [N, Q+2K, D] packed; grid [B, S] row of r at each cell, any row for padding; cells [N] cell of
  # each row; padding is to the right, so that the causal mask alone keeps it from real tokens
  def causal_attention(self: __torch__.Kernels, r: Tensor, grid: Tensor, cells: Tensor) -> Tensor:
    b = grid.size(0)
    s = grid.size(1)
    ragged = b * s != r.size(0)
    x = r
    if ragged:
      x = torch.index_select(r, 0, grid.view(-1))
    x = x.view(b, s, -1, self.head_dim).transpose(1, 2)
    parts = torch.split_with_sizes(x, [self.heads, self.kv_heads, self.kv_heads], 1)
    k = self.repeat_heads(parts[1])
    v = self.repeat_heads(parts[2])
    o = torch.scaled_dot_product_attention(parts[0], k, v, None, 0., True)
    o = o.transpose(1, 2).reshape(b * s, -1)
    if ragged:
      o = torch.index_select(o, 0, cells)
    return o

  # q [N, Q, D], k and v [.., K, D]: row b has the queries from q_starts[b] on, and the keys from
  # k_starts[b] on, all of them or the first used[b]
  def flash_attention(self: __torch__.Kernels, q: Tensor, k: Tensor, v: Tensor, q_starts: Tensor, k_starts: Tensor, q_longest: int, k_longest: int, causal: bool, used: Optional[Tensor]) -> Tensor:
    o, _1, _2, _3, _4, = torch._flash_attention_forward(q, k, v, q_starts, k_starts, q_longest, k_longest, 0., causal, False, scale=None, window_size_left=None, window_size_right=None, seqused_k=used, alibi_slopes=None)
    return o.reshape(q.size(0), -1)

  # [N] positions of N / count tokens of each of count cache rows -> what each query may not see, as
  # cached_attention wants it
  def cached_mask(self: __torch__.Kernels, positions: Tensor, count: int, used: int, like: Tensor) -> Tensor:
    n = positions.size(0) // count
    mask = torch.zeros([positions.size(0), used], dtype=like.dtype, device=like.device).masked_fill_(torch.arange(used, device=like.device) > positions.unsqueeze(1), -inf)
    if n == 1:
      mask = mask.view(count, 1, 1, used)
    else:
      mask = mask.view(count, 1, n, used).expand(count, self.heads // self.kv_heads, n, used).reshape(count, 1, -1, used)
    return mask

  # keys [B, K, used, D] of each layer, then values of each: the first positions of the cache's rows from
  # first on. All are cut at once, since what a step of few rows does besides its products is operators
  def cached_heads(self: __torch__.Kernels, caches: List[Tensor], first: int, count: int, used: int, capacity: int) -> Tuple[List[Tensor], List[Tensor]]:
    k = self.kv_heads
    d = self.head_dim
    c = caches[0]
    token = 2 * k * d
    sizes = [len(caches), count, 2 * k, used, d]
    strides = [c.size(0) * token, capacity * token, d, token, 1]
    parts = torch.split_with_sizes(torch.as_strided(c, sizes, strides, first * capacity * token), [k, k], 2)
    return (torch.unbind(parts[0]), torch.unbind(parts[1]))

  # x [N, Q, D]: the queries of N / count tokens of each of count rows, keys and values as above. The
  # queries that share a head of keys are put one after another, so that keys are not copied
  def cached_attention(self: __torch__.Kernels, x: Tensor, keys: Tensor, values: Tensor, mask: Tensor) -> Tensor:
    count = keys.size(0)
    k = self.kv_heads
    tokens = x.size(0)
    n = tokens // count
    if n > 1:
      x = x.reshape(count, n, k, -1, self.head_dim).permute([0, 2, 3, 1, 4])
    o = self.attend(x.reshape(count, k, -1, self.head_dim), keys, values, mask)
    if n > 1:
      o = o.reshape(count, k, -1, n, self.head_dim).permute([0, 3, 1, 2, 4])
    return o.reshape(tokens, -1)

  # last hidden states after the final norm at the chosen rows: [M, C]
  def stack(self: __torch__.Kernels, ids: Tensor, positions: Tensor, grid: Tensor, cells: Tensor, rows: Tensor, slots: Tensor, embedding: Tensor, final_norm: Tensor, cos: Tensor, sin: Tensor, ws: List[Tensor], caches: List[Tensor], adapters: List[Tensor], dropout: float) -> Tensor:
    h = torch.embedding(embedding, ids)
    n = ids.size(0)
    q = self.heads
    k = self.kv_heads
    starts = positions
    if self.flash:
      starts = torch.cat([grid[:, 0], torch.full([1], n, dtype=4, device=grid.device)]).to(3)
      cs = torch.index_select(cos, 0, positions).unsqueeze(1)
      sn = torch.index_select(sin, 0, positions).unsqueeze(1)
    else:
      cs = self.spread(cos, positions, 1.)
      sn = self.spread(sin, positions, 0.)
    for i in range(len(ws) // self.layer_weights):
      j = i * self.layer_weights
      a = i * 8
      qkv = self.heads_of(h, ws, i, adapters, dropout)
      if self.flash:
        parts = torch.split_with_sizes(qkv, [q + k, k], 1)
        v = parts[1]
        turned = torch.split_with_sizes(self.rotate(parts[0], cs, sn), [q, k], 1)
        if len(caches) > 0:
          caches[i][:, :k].index_copy_(0, slots, turned[1])
          caches[i][:, k:].index_copy_(0, slots, v)
        o = self.flash_attention(turned[0], turned[1], v, starts, starts, grid.size(1), grid.size(1), True, None)
      else:
        r = self.rotate(qkv, cs, sn)
        if len(caches) > 0:
          caches[i].index_copy_(0, slots, r[:, q:])
        o = self.causal_attention(r, grid, cells)
      h = self.add_projected(h, o, ws[j + 2], adapters, a + 2, dropout)
      gu = self.project(self.norm(h, ws[j + 3]), ws[j + 4], adapters, a + 4, dropout)
      h = self.add_projected(h, self.gated(gu), ws[j + 5], adapters, a + 6, dropout)
    return self.norm(torch.index_select(h, 0, rows), final_norm)

  # N / count tokens of each of count cache rows, from row first on, behind what the cache holds of
  # them: logits of the last token of each row [count, V]
  def decode(self: __torch__.Kernels, ids: Tensor, positions: Tensor, slots: Tensor, first: int, count: int, used: int, capacity: int, embedding: Tensor, final_norm: Tensor, head: Tensor, cos: Tensor, sin: Tensor, ws: List[Tensor], caches: List[Tensor], adapters: List[Tensor]) -> Tensor:
    b = ids.size(0)
    h = torch.embedding(embedding, ids)
    cs = self.spread(cos, positions, 1.)
    sn = self.spread(sin, positions, 0.)
    mask = self.cached_mask(positions, count, used, h)
    keys, values = self.cached_heads(caches, first, count, used, capacity)
    q = self.heads
    for i in range(len(ws) // self.layer_weights):
      j = i * self.layer_weights
      a = i * 8
      r = torch.split_with_sizes(self.rotate(self.heads_of(h, ws, i, adapters, 0.), cs, sn), [q, 2 * self.kv_heads], 1)
      caches[i].index_copy_(0, slots, r[1])
      o = self.cached_attention(r[0], keys[i], values[i], mask)
      h = self.add_projected(h, o, ws[j + 2], adapters, a + 2, 0.)
      gu = self.project(self.norm(h, ws[j + 3]), ws[j + 4], adapters, a + 4, 0.)
      h = self.add_projected(h, self.gated(gu), ws[j + 5], adapters, a + 6, 0.)
    if b > count:
      h = h.view(count, -1, self.hidden_size)[:, -1]
    return self.product(self.norm(h, final_norm), head)

  # as decode, of each row as many tokens as it has, at least one: grid [count, S] and cells [N] as in
  # causal_attention, rows [count] the last token of each. A padding cell sees what its token sees, and
  # nobody looks at it
  def extend(self: __torch__.Kernels, ids: Tensor, positions: Tensor, grid: Tensor, cells: Tensor, rows: Tensor, slots: Tensor, first: int, used: int, capacity: int, embedding: Tensor, final_norm: Tensor, head: Tensor, cos: Tensor, sin: Tensor, ws: List[Tensor], caches: List[Tensor], adapters: List[Tensor]) -> Tensor:
    h = torch.embedding(embedding, ids)
    cs = self.spread(cos, positions, 1.)
    sn = self.spread(sin, positions, 0.)
    count = grid.size(0)
    flat = grid.view(-1)
    mask = self.cached_mask(torch.index_select(positions, 0, flat), count, used, h)
    keys, values = self.cached_heads(caches, first, count, used, capacity)
    q = self.heads
    for i in range(len(ws) // self.layer_weights):
      j = i * self.layer_weights
      a = i * 8
      r = self.rotate(self.heads_of(h, ws, i, adapters, 0.), cs, sn)
      caches[i].index_copy_(0, slots, r[:, q:])
      padded = torch.index_select(r[:, :q], 0, flat)
      o = torch.index_select(self.cached_attention(padded, keys[i], values[i], mask), 0, cells)
      h = self.add_projected(h, o, ws[j + 2], adapters, a + 2, 0.)
      gu = self.project(self.norm(h, ws[j + 3]), ws[j + 4], adapters, a + 4, 0.)
      h = self.add_projected(h, self.gated(gu), ws[j + 5], adapters, a + 6, 0.)
    return self.product(self.norm(torch.index_select(h, 0, rows), final_norm), head)

  # as decode, with lengths that stay on the device; starts 0 to B, offsets where rows begin in caches
  def decode_flash(self: __torch__.Kernels, ids: Tensor, positions: Tensor, starts: Tensor, offsets: Tensor, capacity: int, embedding: Tensor, final_norm: Tensor, head: Tensor, cos: Tensor, sin: Tensor, ws: List[Tensor], caches: List[Tensor], adapters: List[Tensor]) -> Tensor:
    b = ids.size(0)
    h = torch.embedding(embedding, ids)
    cs = torch.index_select(cos, 0, positions).unsqueeze(1)
    sn = torch.index_select(sin, 0, positions).unsqueeze(1)
    slots = offsets[:b] + positions
    used = (positions + 1).to(3)
    q = self.heads
    k = self.kv_heads
    for i in range(len(ws) // self.layer_weights):
      j = i * self.layer_weights
      a = i * 8
      qkv = self.heads_of(h, ws, i, adapters, 0.)
      r = self.rotate(qkv[:, :q + k], cs, sn)
      keys = caches[i][:, :k]
      values = caches[i][:, k:]
      keys.index_copy_(0, slots, r[:, q:])
      values.index_copy_(0, slots, qkv[:, q + k:])
      o = self.flash_attention(r[:, :q], keys, values, starts, offsets, 1, capacity, False, used)
      h = self.add_projected(h, o, ws[j + 2], adapters, a + 2, 0.)
      gu = self.project(self.norm(h, ws[j + 3]), ws[j + 4], adapters, a + 4, 0.)
      h = self.add_projected(h, self.gated(gu), ws[j + 5], adapters, a + 6, 0.)
    return torch.linear(self.norm(h, final_norm), head)

  # decode and sample over buffers that keep their places, so that a CUDA graph can repeat it
  # state [4, B] float64: id, position, uniform, 1 where a banned token may not be drawn yet
  # drawn [2, B] float64: token, its log-probability without filters
  def step(self: __torch__.Kernels, state: Tensor, drawn: Tensor, starts: Tensor, offsets: Tensor, capacity: int, embedding: Tensor, final_norm: Tensor, head: Tensor, cos: Tensor, sin: Tensor, ws: List[Tensor], caches: List[Tensor], adapters: List[Tensor], temperature: float, top_k: int, top_p: float, banned: Tensor) -> Tensor:
    ids = state[0].to(4)
    positions = state[1].to(4)
    if self.flash:
      logits = self.decode_flash(ids, positions, starts, offsets, capacity, embedding, final_norm, head, cos, sin, ws, caches, adapters)
    else:
      slots = offsets[:ids.size(0)] + positions
      logits = self.decode(ids, positions, slots, 0, ids.size(0), capacity, capacity, embedding, final_norm, head, cos, sin, ws, caches, adapters)
    return drawn.copy_(self.sample(logits, state[2].to(6), temperature, top_k, top_p, banned, state[3] > 0.))

  # the parts of a step between which kernels of our own do the rest; into buffers that are given
  def embed_into(self: __torch__.Kernels, h: Tensor, state: Tensor, embedding: Tensor) -> Tensor:
    return h.copy_(torch.embedding(embedding, state[0].to(4)))

  def product_into(self: __torch__.Kernels, y: Tensor, x: Tensor, w: Tensor) -> Tensor:
    return torch.mm(x, w.t(), out=y)

  def add_product(self: __torch__.Kernels, h: Tensor, x: Tensor, w: Tensor) -> Tensor:
    return h.addmm_(x, w.t())

  def draw_into(self: __torch__.Kernels, drawn: Tensor, state: Tensor, x: Tensor, head: Tensor, temperature: float, top_k: int, top_p: float, banned: Tensor) -> Tensor:
    return drawn.copy_(self.sample(torch.linear(x, head), state[2].to(6), temperature, top_k, top_p, banned, state[3] > 0.))

  # as stack, without cache and graph
  def hidden(self: __torch__.Kernels, ids: Tensor, positions: Tensor, grid: Tensor, cells: Tensor, rows: Tensor, embedding: Tensor, final_norm: Tensor, cos: Tensor, sin: Tensor, ws: List[Tensor], adapters: List[Tensor]) -> Tensor:
    caches : List[Tensor] = []
    return self.stack(ids, positions, grid, cells, rows, cells, embedding, final_norm, cos, sin, ws, caches, adapters, 0.)

  # as stack, with a graph from the flat adapter to the hidden states; dropout is one number
  def hidden_with_graph(self: __torch__.Kernels, ids: Tensor, positions: Tensor, grid: Tensor, cells: Tensor, rows: Tensor, embedding: Tensor, final_norm: Tensor, cos: Tensor, sin: Tensor, ws: List[Tensor], flat: Tensor, sizes: Tensor, scales: Tensor, dropout: Tensor) -> Tensor:
    adapters = self.pack(flat, sizes, scales)
    caches : List[Tensor] = []
    return self.stack(ids, positions, grid, cells, rows, cells, embedding, final_norm, cos, sin, ws, caches, adapters, float(dropout))

  # writes keys and values of the prompts into the caches; logits [M, V] at the chosen rows
  def prefill(self: __torch__.Kernels, ids: Tensor, positions: Tensor, grid: Tensor, cells: Tensor, rows: Tensor, slots: Tensor, embedding: Tensor, final_norm: Tensor, head: Tensor, cos: Tensor, sin: Tensor, ws: List[Tensor], caches: List[Tensor], adapters: List[Tensor]) -> Tensor:
    return self.product(self.stack(ids, positions, grid, cells, rows, slots, embedding, final_norm, cos, sin, ws, caches, adapters, 0.), head)

  # flat [P]: per layer, in the order q k v o gate up down, A [R, in] and B [out, R]; sizes [14 L],
  # 0 where a layer has no adapter; scales [7 L] alpha/R -> the list of 8 a layer; one split, so that its backward is one
  # concatenation
  def pack(self: __torch__.Kernels, flat: Tensor, sizes: Tensor, scales: Tensor) -> List[Tensor]:
    lengths : List[int] = sizes.tolist()
    factors : List[float] = scales.tolist()
    parts = torch.split_with_sizes(flat.to(self.precision), lengths)
    c = self.hidden_size
    f = self.intermediate
    q = self.heads * self.head_dim
    k = self.kv_heads * self.head_dim
    ins = [c, c, c, q, c, c, f]
    outs = [q, k, k, c, f, f, c]
    first = [0, 3, 4, 6]
    last = [3, 4, 6, 7]
    packed : List[Tensor] = []
    for i in range(sizes.size(0) // 14):
      for g in range(4):
        a : List[Tensor] = []
        b : List[Tensor] = []
        for t in range(first[g], last[g]):
          j = i * 14 + t * 2
          a.append(parts[j].view(lengths[j] // ins[t], ins[t]))
          b.append(parts[j + 1].view(outs[t], lengths[j + 1] // outs[t]) * factors[i * 7 + t])
        if len(a) > 1:
          packed.append(torch.cat(a, 0))
          packed.append(torch.block_diag(b))
        else:
          packed.append(a[0])
          packed.append(b[0])
    return packed

  # h [M, C], targets [M] -> [4, M]: log-probability of the target, value, entropy, mean of the logits
  # before the temperature; and, if kept, the log-softmax of each chunk of rows, so that a backward pass
  # need not work it out again
  def head_scores(self: __torch__.Kernels, h: Tensor, targets: Tensor, head: Tensor, value_weight: Tensor, value_bias: Tensor, temperature: float, chunk: int, keep: bool) -> Tuple[Tensor, List[Tensor]]:
    m = h.size(0)
    out = torch.empty([4, m], dtype=6, device=h.device)
    kept : List[Tensor] = []
    for i in range(0, m, chunk):
      z = self.product(h[i:i + chunk], head).to(6)
      out[3, i:i + chunk].copy_(z.mean([-1]))
      if temperature != 1.:
        z = z.div_(temperature)
      ls = torch.log_softmax(z, -1)
      out[0, i:i + chunk].copy_(torch.gather(ls, 1, targets[i:i + chunk].unsqueeze(1)).squeeze(1))
      out[2, i:i + chunk].copy_(torch.exp(ls, out=z).mul_(ls).sum([-1]).neg())
      if keep:
        kept.append(ls)
    out[1].copy_(torch.linear(h.to(6), value_weight, value_bias).squeeze(1))
    return (out, kept)

  # derivatives of sum(lp * g_lp) + sum(v * g_v): of h [M, C], of the value head [1, C] and [1].
  # d lp / d z = (one-hot - softmax) / temperature; the kept chunks are overwritten
  def head_gradients(self: __torch__.Kernels, h: Tensor, targets: Tensor, g_lp: Tensor, g_v: Tensor, head: Tensor, value_weight: Tensor, kept: List[Tensor], temperature: float, chunk: int, value_share: float) -> List[Tensor]:
    m = h.size(0)
    gh = torch.outer(g_v * value_share, value_weight.view(-1))
    for c in range((m + chunk - 1) // chunk):
      i = c * chunk
      if len(kept) > 0:
        p = kept[c].exp_()
      else:
        p = torch.softmax(torch.linear(h[i:i + chunk], head).to(6).div_(temperature), -1)
      g = (g_lp[i:i + chunk] / temperature).unsqueeze(1)
      gz = p.mul_(-g).scatter_add_(1, targets[i:i + chunk].unsqueeze(1), g)
      if self.precision == 6:
        gh[i:i + chunk].addmm_(gz, head)
      else:
        gh[i:i + chunk].add_(torch.mm(gz.to(self.precision), head))
    return [gh.to(self.precision), torch.mv(h.to(6).t(), g_v).view(1, -1), g_v.sum().view(1)]

  # logits [B, V], cells [K]: those of tokens that are already there, each once
  def penalise(self: __torch__.Kernels, logits: Tensor, cells: Tensor, penalty: float) -> int:
    flat = logits.view(-1)
    z = torch.index_select(flat, 0, cells)
    flat.index_copy_(0, cells, torch.where(z > 0., z / penalty, z * penalty))
    return cells.size(0)

  # logits [B, V], uniforms [B] in [0, 1) -> [2, B] float64: token, its log-probability without filters.
  # Inverse of the cumulative distribution. ban [B] marks rows that may not draw a banned token yet
  def sample(self: __torch__.Kernels, logits: Tensor, uniforms: Tensor, temperature: float, top_k: int, top_p: float, banned: Tensor, ban: Tensor) -> Tensor:
    z = logits.to(6)
    if temperature > 0. and temperature != 1.:
      z = z / temperature
    ls = torch.log_softmax(z, -1)
    allowed = ls
    if banned.size(0) > 0:
      columns = torch.index_select(ls, 1, banned).masked_fill_(ban.unsqueeze(1), -inf)
      allowed = ls.index_copy(1, banned, columns)
    if temperature <= 0.:
      tokens = torch.argmax(allowed, -1, True)
    else:
      if top_k > 0 or top_p < 1.:
        count = allowed.size(1)
        if top_k > 0:
          count = min(count, top_k)
        best, order = torch.topk(allowed, count, -1, True, True)
        p = torch.softmax(best, -1)
        # a token stays while the mass before it is below top_p, so that the first always stays
        p = p.masked_fill_(torch.cumsum(p, -1) - p >= top_p, 0.)
        tokens = torch.gather(order, 1, self.draw(p, uniforms))
      else:
        tokens = self.draw(torch.exp(allowed), uniforms)
    chosen = torch.gather(ls, 1, tokens)
    return torch.cat([tokens.to(7), chosen.to(7)], 1).t().contiguous()

  # p [B, K] of any sum, uniforms [B] -> [B, 1]
  def draw(self: __torch__.Kernels, p: Tensor, uniforms: Tensor) -> Tensor:
    cdf = torch.cumsum(p, -1)
    u = uniforms.to(cdf.dtype).unsqueeze(1) * cdf[:, -1:]
    return torch.searchsorted(cdf, u, right=True).clamp_max_(p.size(1) - 1)

  # as sample, each row in its own way: temperatures [B], 0 takes the most probable token; top_ps [B],
  # 1 cuts nothing. any_drawn, any_cut: whether a row has a temperature, and a top_p below 1
  def sample_rows(self: __torch__.Kernels, logits: Tensor, uniforms: Tensor, temperatures: Tensor, top_ps: Tensor, any_drawn: bool, any_cut: bool) -> Tensor:
    z = logits.to(6)
    greedy = (temperatures <= 0.).unsqueeze(1)
    if any_drawn:
      z = z / torch.where(greedy, 1., temperatures.unsqueeze(1))
    ls = torch.log_softmax(z, -1)
    tokens = torch.argmax(ls, -1, True)
    if any_drawn:
      p = torch.exp(ls)
      drawn = self.draw(p, uniforms)
      if any_cut:
        drawn = torch.where(top_ps.unsqueeze(1) < 1., self.draw_cut(p, uniforms, top_ps), drawn)
      tokens = torch.where(greedy, tokens, drawn)
    chosen = torch.gather(ls, 1, tokens)
    return torch.cat([tokens.to(7), chosen.to(7)], 1).t().contiguous()

  # p [B, V]: draws from the most probable tokens that have a mass of top_ps [B]. These are few as a
  # rule, and to sort all costs more than the rest of a step
  def draw_cut(self: __torch__.Kernels, p: Tensor, uniforms: Tensor, top_ps: Tensor) -> Tensor:
    limit = top_ps.unsqueeze(1)
    best, order = torch.topk(p, min(p.size(1), 256), -1, True, True)
    if bool(torch.any(torch.sum(best, [1], True) < limit)):
      best, order = torch.topk(p, p.size(1), -1, True, True)
    kept = best.masked_fill(torch.cumsum(best, -1) - best >= limit, 0.)
    return torch.gather(order, 1, self.draw(kept, uniforms))

  # rows [M] of logits [B, V] and the tokens [M] drawn there -> [M, 1 + 2 most] float64: log-probability
  # of the token, the most probable tokens, their log-probabilities
  def chances(self: __torch__.Kernels, logits: Tensor, rows: Tensor, tokens: Tensor, most: int) -> Tensor:
    ls = torch.log_softmax(torch.index_select(logits, 0, rows).to(6), -1)
    best, order = torch.topk(ls, most, -1, True, True)
    return torch.cat([torch.gather(ls, 1, tokens.unsqueeze(1)).to(7), order.to(7), best.to(7)], 1)

  # adapters one after another, 8 L each -> one adapter with the ranks of all
  def join(self: __torch__.Kernels, parts: List[Tensor], count: int) -> List[Tensor]:
    n = len(parts) // count
    joined : List[Tensor] = []
    for j in range(n):
      same : List[Tensor] = []
      for c in range(count):
        same.append(parts[c * n + j])
      joined.append(torch.cat(same, j % 2))
    return joined

  # tables [K, R'] of 0 and 1, who [N] in 0 to K-1 -> masks [N, R'] of the module's precision
  def masks(self: __torch__.Kernels, tables: List[Tensor], who: Tensor) -> List[Tensor]:
    chosen : List[Tensor] = []
    for table in tables:
      chosen.append(torch.index_select(table, 0, who).to(self.precision))
    return chosen

  # copies the first rows and positions of caches into larger or smaller ones
  def copy_rows(self: __torch__.Kernels, sources: List[Tensor], targets: List[Tensor], rows: int, used: int, source_capacity: int, target_capacity: int) -> int:
    for i in range(len(sources)):
      s = sources[i]
      t = targets[i]
      t.view(-1, target_capacity, s.size(1), s.size(2))[:rows, :used].copy_(s.view(-1, source_capacity, s.size(1), s.size(2))[:rows, :used])
    return rows

  # copies the first used positions of one row of the caches to another
  def move_row(self: __torch__.Kernels, caches: List[Tensor], source: int, target: int, used: int, capacity: int) -> int:
    for c in caches:
      c[target * capacity:target * capacity + used].copy_(c[source * capacity:source * capacity + used])
    return used

  # an array [L, ...] as L arrays, which share its memory
  def layers_of(self: __torch__.Kernels, x: Tensor) -> List[Tensor]:
    return torch.unbind(x)

  # copies single positions of caches, from [N] and to [N] in their first dimension
  def copy_slots(self: __torch__.Kernels, sources: List[Tensor], targets: List[Tensor], source: Tensor, target: Tensor) -> int:
    for i in range(len(sources)):
      targets[i].index_copy_(0, target, torch.index_select(sources[i], 0, source))
    return source.size(0)

  # zeros of the module's precision on the device of another array; sizes on the host
  def zeros(self: __torch__.Kernels, other: Tensor, sizes: Tensor) -> Tensor:
    shape : List[int] = sizes.tolist()
    return torch.zeros(shape, dtype=self.precision, device=other.device)

  # elements of a scalar type, given as bytes, over those of the target from the first on; whether
  # all are finite, which one sum tells
  def store(self: __torch__.Kernels, target: Tensor, first: int, bytes: Tensor, type: int) -> bool:
    source = torch.view_copy(bytes, dtype=type)
    target.view(-1)[first:first + source.numel()].copy_(source)
    return bool(torch.isfinite(torch.sum(source, dtype=7)))

  # an array over all elements of the target
  def assign(self: __torch__.Kernels, target: Tensor, source: Tensor) -> int:
    target.copy_(source)
    return target.numel()

  # normally distributed around 0
  def randomise(self: __torch__.Kernels, target: Tensor, deviation: float) -> int:
    target.normal_(0., deviation)
    return target.numel()

  def zero(self: __torch__.Kernels, x: Tensor) -> int:
    x.zero_()
    return x.numel()

  def add_into(self: __torch__.Kernels, sum: Tensor, more: Tensor) -> int:
    sum.add_(more)
    return sum.numel()

  # Euclidean, summed in float64: [] float64
  def norm_of(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.linalg_vector_norm(x, 2, None, False, dtype=7)

  # one update of AdamW in place; g is scaled on the way
  def adamw(self: __torch__.Kernels, p: Tensor, g: Tensor, m: Tensor, v: Tensor, scale: float, beta1: float, beta2: float, size: float, correction: float, decay: float, epsilon: float) -> int:
    g.mul_(scale)
    m.mul_(beta1).add_(g, alpha=1. - beta1)
    v.mul_(beta2).addcmul_(g, g, value=1. - beta2)
    d = torch.add(torch.div(torch.sqrt(v), correction), epsilon)
    p.mul_(decay).addcdiv_(m, d, value=-size)
    return p.numel()
