
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

  # a copy of w in the blocks that oneDNN's products read
  def reorder(self: __torch__.Kernels, w: Tensor) -> Tensor:
    return ops.mkldnn._reorder_linear_weight(w, None)
