
  # x [N, in], w [out, in] -> [N, out]
  def product(self: __torch__.Kernels, x: Tensor, w: Tensor) -> Tensor:
    return torch.linear(x, w)

  # bias [out]
  def product_plus(self: __torch__.Kernels, x: Tensor, w: Tensor, bias: Tensor) -> Tensor:
    return torch.linear(x, w, bias)

  # h [N, out]
  def sum_product(self: __torch__.Kernels, h: Tensor, x: Tensor, w: Tensor) -> Tensor:
    return torch.addmm(h, x, w.t())
