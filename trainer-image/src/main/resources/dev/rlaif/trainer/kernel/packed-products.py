
  # as in products.py; w may be what reorder made of it, which has no gradient and cannot be read
  def product(self: __torch__.Kernels, x: Tensor, w: Tensor) -> Tensor:
    if w.is_mkldnn:
      none : List[Optional[number]] = []
      y = ops.mkldnn._linear_pointwise(x, w, None, "none", none, "")
    else:
      y = torch.linear(x, w)
    return y

  def product_plus(self: __torch__.Kernels, x: Tensor, w: Tensor, bias: Tensor) -> Tensor:
    if w.is_mkldnn:
      none : List[Optional[number]] = []
      y = ops.mkldnn._linear_pointwise(x, w, bias, "none", none, "")
    else:
      y = torch.linear(x, w, bias)
    return y

  def sum_product(self: __torch__.Kernels, h: Tensor, x: Tensor, w: Tensor) -> Tensor:
    if w.is_mkldnn:
      y = ops.mkldnn._linear_pointwise(x, h, w, None, "add")
    else:
      y = torch.addmm(h, x, w.t())
    return y

  def add_product_to(self: __torch__.Kernels, y: Tensor, x: Tensor, w: Tensor) -> Tensor:
    if w.is_mkldnn:
      z = ops.mkldnn._linear_pointwise(x, y, w, None, "add")
    else:
      z = y.addmm_(x, w.t())
    return z

  # as in products.py; what scaled_dot_product_attention takes here after it has looked at all there is
  def attend(self: __torch__.Kernels, x: Tensor, keys: Tensor, values: Tensor, mask: Tensor) -> Tensor:
    o, _1 = torch._scaled_dot_product_flash_attention_for_cpu(x, keys, values, 0., False, attn_mask=mask, scale=None)
    return o

  # a copy of w in the blocks that oneDNN's products read
  def reorder(self: __torch__.Kernels, w: Tensor) -> Tensor:
    return ops.mkldnn._reorder_linear_weight(w, None)

  # for products with w itself and not its transpose
  def reorder_transposed(self: __torch__.Kernels, w: Tensor) -> Tensor:
    return self.reorder(w.t().contiguous())

  # of each of the parts of an adapter, some of which are empty
  def reorder_all(self: __torch__.Kernels, parts: List[Tensor]) -> List[Tensor]:
    made : List[Tensor] = []
    for w in parts:
      if w.numel() > 0:
        made.append(self.reorder(w))
      else:
        made.append(w)
    return made
