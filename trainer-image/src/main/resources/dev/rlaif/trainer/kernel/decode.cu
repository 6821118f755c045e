// What lies between the matrix products of a decode step, in bfloat16 with sums in float32.
//
// One token a row. Compiled at run time for one model: HQ query heads, HK key-value heads, D head
// size, C hidden, F intermediate.
//
// state [4, rows] of doubles: ids, positions, uniforms, bans. What an adapter adds to a matrix
// product is worked out beside the product: low_rank, then expand; whoever reads the product adds
// it. An address of 0 in place of such a sum means that there is no adapter.

typedef unsigned short u16;
typedef unsigned int u32;

#define GROUP (HQ / HK)
#define HEADS (HQ + 2 * HK)
#define ROWS_PER_BLOCK 4

__device__ inline float low(u32 x) { return __uint_as_float(x << 16); }
__device__ inline float high(u32 x) { return __uint_as_float(x & 0xffff0000u); }

// to nearest, ties to even
__device__ inline u32 rounded(float f) {
  u32 u = __float_as_uint(f);
  return (u + 0x7fffu + ((u >> 16) & 1u)) >> 16;
}

__device__ inline u32 packed(float a, float b) { return rounded(a) | (rounded(b) << 16); }

__device__ inline void unpack(uint4 v, float* f) {
  f[0] = low(v.x); f[1] = high(v.x); f[2] = low(v.y); f[3] = high(v.y);
  f[4] = low(v.z); f[5] = high(v.z); f[6] = low(v.w); f[7] = high(v.w);
}

__device__ inline uint4 pack(const float* f) {
  return make_uint4(packed(f[0], f[1]), packed(f[2], f[3]), packed(f[4], f[5]), packed(f[6], f[7]));
}

__device__ inline float dot(uint4 a, uint4 b) {
  float x[8], y[8], sum = 0.f;
  unpack(a, x);
  unpack(b, y);
#pragma unroll
  for (int i = 0; i < 8; i++) sum += x[i] * y[i];
  return sum;
}

__device__ inline float warp_sum(float x) {
#pragma unroll
  for (int o = 16; o > 0; o >>= 1) x += __shfl_xor_sync(0xffffffffu, x, o);
  return x;
}

// t [rows, ranks] = x [rows, inputs] times a [ranks, inputs] transposed
// grid (ranks / 4, rows / 4), block 256
extern "C" __global__ void low_rank(const u16* x, const u16* a, u16* t, int rows, int inputs, int ranks) {
  int first = blockIdx.y * ROWS_PER_BLOCK, rank = blockIdx.x * 4;
  float sum[ROWS_PER_BLOCK][4] = {};
  for (int k = threadIdx.x * 8; k < inputs; k += 256 * 8) {
    uint4 av[4], xv[ROWS_PER_BLOCK];
#pragma unroll
    for (int j = 0; j < 4; j++) av[j] = *(const uint4*)(a + (size_t)(rank + j) * inputs + k);
#pragma unroll
    for (int i = 0; i < ROWS_PER_BLOCK; i++) {
      int row = min(first + i, rows - 1);
      xv[i] = *(const uint4*)(x + (size_t)row * inputs + k);
    }
#pragma unroll
    for (int i = 0; i < ROWS_PER_BLOCK; i++)
#pragma unroll
      for (int j = 0; j < 4; j++) sum[i][j] += dot(xv[i], av[j]);
  }
  __shared__ float part[8][16];
#pragma unroll
  for (int i = 0; i < ROWS_PER_BLOCK; i++)
#pragma unroll
    for (int j = 0; j < 4; j++) {
      float s = warp_sum(sum[i][j]);
      if ((threadIdx.x & 31) == 0) part[threadIdx.x >> 5][i * 4 + j] = s;
    }
  __syncthreads();
  if (threadIdx.x < 16) {
    float s = 0.f;
#pragma unroll
    for (int w = 0; w < 8; w++) s += part[w][threadIdx.x];
    int row = first + threadIdx.x / 4;
    if (row < rows) t[(size_t)row * ranks + rank + threadIdx.x % 4] = (u16)rounded(s);
  }
}

// out [rows, outputs] = t [rows, r0 + r1 + r2] times b [outputs, r0 + r1 + r2] transposed, where the
// outputs before end0 read the first r0 columns only, those before end1 the next r1, the others the rest
// grid (outputs / 512, rows / 4), block 256
extern "C" __global__ void expand(const u16* t, const u16* b, u16* out, int rows, int outputs, int end0, int end1, int r0, int r1, int r2) {
  int j = (blockIdx.x * 256 + threadIdx.x) * 2, first = blockIdx.y * ROWS_PER_BLOCK, ranks = r0 + r1 + r2;
  if (j >= outputs) return;
  int column = j < end0 ? 0 : j < end1 ? r0 : r0 + r1, own = j < end0 ? r0 : j < end1 ? r1 : r2;
  float sum[ROWS_PER_BLOCK][2] = {};
  for (int k = column; k < column + own; k += 8) {
    float b0[8], b1[8];
    unpack(*(const uint4*)(b + (size_t)j * ranks + k), b0);
    unpack(*(const uint4*)(b + (size_t)(j + 1) * ranks + k), b1);
#pragma unroll
    for (int i = 0; i < ROWS_PER_BLOCK; i++) {
      float tv[8];
      unpack(*(const uint4*)(t + (size_t)min(first + i, rows - 1) * ranks + k), tv);
#pragma unroll
      for (int e = 0; e < 8; e++) {
        sum[i][0] += tv[e] * b0[e];
        sum[i][1] += tv[e] * b1[e];
      }
    }
  }
#pragma unroll
  for (int i = 0; i < ROWS_PER_BLOCK; i++)
    if (first + i < rows) *(u32*)(out + (size_t)(first + i) * outputs + j) = packed(sum[i][0], sum[i][1]);
}

// h [rows, C] += delta; n = norm of h times w
// grid (rows), block 512
extern "C" __global__ void add_and_norm(u16* h, const u16* delta, const u16* w, u16* n, float eps) {
  __shared__ float value[C];
  __shared__ float part[16];
  size_t row = blockIdx.x;
  float squares = 0.f;
  for (int i = threadIdx.x * 8; i < C; i += 512 * 8) {
    float v[8];
    uint4* place = (uint4*)(h + row * C + i);
    unpack(*place, v);
    if (delta) {
      float d[8];
      unpack(*(const uint4*)(delta + row * C + i), d);
#pragma unroll
      for (int e = 0; e < 8; e++) v[e] += d[e];
      uint4 sum = pack(v);
      *place = sum;
      unpack(sum, v);
    }
#pragma unroll
    for (int e = 0; e < 8; e++) {
      value[i + e] = v[e];
      squares += v[e] * v[e];
    }
  }
  squares = warp_sum(squares);
  if ((threadIdx.x & 31) == 0) part[threadIdx.x >> 5] = squares;
  __syncthreads();
  float total = 0.f;
#pragma unroll
  for (int i = 0; i < 16; i++) total += part[i];
  float scale = rsqrtf(total / C + eps);
  for (int i = threadIdx.x * 8; i < C; i += 512 * 8) {
    float v[8];
    unpack(*(const uint4*)(w + i), v);
#pragma unroll
    for (int e = 0; e < 8; e++) v[e] *= value[i + e] * scale;
    *(uint4*)(n + row * C + i) = pack(v);
  }
}

// qkv [rows, HEADS, D] += delta; queries rotated in place, rotated keys and values into the cache
// [.., 2 HK, D]; cos, sin [positions, D], the first half of sin negated
// grid (HEADS / (1024 / D), rows), block 256
extern "C" __global__ void rotate_and_store(u16* qkv, const u16* delta, const u16* cosines, const u16* sines, u16* cache, const double* state, int rows, int capacity) {
  const int threads = D / 4;
  int head = blockIdx.x * (256 / threads) + threadIdx.x / threads, p = threadIdx.x % threads, row = blockIdx.y;
  if (head >= HEADS) return;
  size_t place = ((size_t)row * HEADS + head) * D;
  u32* x = (u32*)(qkv + place);
  u32 first = x[p], second = x[p + D / 4];
  float v[4] = {low(first), high(first), low(second), high(second)};
  if (delta) {
    const u32* d = (const u32*)(delta + place);
    u32 d0 = d[p], d1 = d[p + D / 4];
    v[0] += low(d0); v[1] += high(d0); v[2] += low(d1); v[3] += high(d1);
  }
  int position = (int)state[rows + row];
  u32* out = x;
  if (head >= HQ) out = (u32*)(cache + (((size_t)row * capacity + position) * 2 * HK + (head - HQ)) * D);
  if (head < HQ + HK) {
    const u32* c = (const u32*)(cosines + (size_t)position * D);
    const u32* s = (const u32*)(sines + (size_t)position * D);
    u32 c0 = c[p], c1 = c[p + D / 4], s0 = s[p], s1 = s[p + D / 4];
    float r[4] = {v[0] * low(c0) + v[2] * low(s0), v[1] * high(c0) + v[3] * high(s0),
                  v[2] * low(c1) + v[0] * low(s1), v[3] * high(c1) + v[1] * high(s1)};
#pragma unroll
    for (int e = 0; e < 4; e++) v[e] = r[e];
  }
  out[p] = packed(v[0], v[1]);
  out[p + D / 4] = packed(v[2], v[3]);
}

// each row's queries against its own keys up to its position; out [rows, HQ, D]
// grid (HK, rows), block 128: teams of D / 8 lanes take four keys each in turn
extern "C" __global__ void __launch_bounds__(128) attend(const u16* qkv, const u16* cache, const double* state, u16* out, int rows, int capacity, float scale) {
  const int lanes = D / 8, teams = 128 / lanes;
  int kv = blockIdx.x, row = blockIdx.y, team = threadIdx.x / lanes, l = threadIdx.x % lanes;
  int used = (int)state[rows + row] + 1;
  float q[GROUP][8], sum[GROUP][8] = {}, most[GROUP], mass[GROUP];
#pragma unroll
  for (int g = 0; g < GROUP; g++) {
    unpack(((const uint4*)(qkv + ((size_t)row * HEADS + kv * GROUP + g) * D))[l], q[g]);
#pragma unroll
    for (int i = 0; i < 8; i++) q[g][i] *= scale;
    most[g] = -1e30f;
    mass[g] = 0.f;
  }
  const size_t stride = (size_t)2 * HK * lanes;
  const uint4* keys = (const uint4*)(cache + ((size_t)row * capacity * 2 * HK + kv) * D) + l;
  const uint4* values = keys + (size_t)HK * lanes;
  for (int base = 0; base < used; base += teams * 4) {
    uint4 k[4], v[4];
#pragma unroll
    for (int u = 0; u < 4; u++) {
      int at = base + team + teams * u;
      bool there = at < used;
      k[u] = there ? __ldcs(keys + at * stride) : make_uint4(0, 0, 0, 0);
      v[u] = there ? __ldcs(values + at * stride) : make_uint4(0, 0, 0, 0);
    }
#pragma unroll
    for (int g = 0; g < GROUP; g++) {
      float score[4], top = most[g];
#pragma unroll
      for (int u = 0; u < 4; u++) {
        float f[8], x = 0.f;
        unpack(k[u], f);
#pragma unroll
        for (int i = 0; i < 8; i++) x += q[g][i] * f[i];
#pragma unroll
        for (int o = lanes / 2; o > 0; o >>= 1) x += __shfl_xor_sync(0xffffffffu, x, o);
        score[u] = base + team + teams * u < used ? x : -1e30f;
        top = fmaxf(top, score[u]);
      }
      float before = __expf(most[g] - top);
      mass[g] *= before;
#pragma unroll
      for (int i = 0; i < 8; i++) sum[g][i] *= before;
#pragma unroll
      for (int u = 0; u < 4; u++) {
        float e = base + team + teams * u < used ? __expf(score[u] - top) : 0.f, f[8];
        mass[g] += e;
        unpack(v[u], f);
#pragma unroll
        for (int i = 0; i < 8; i++) sum[g][i] += e * f[i];
      }
      most[g] = top;
    }
  }
  __shared__ float mosts[GROUP][teams], masses[GROUP][teams], sums[GROUP][teams][D];
#pragma unroll
  for (int g = 0; g < GROUP; g++) {
    if (l == 0) {
      mosts[g][team] = most[g];
      masses[g][team] = mass[g];
    }
#pragma unroll
    for (int i = 0; i < 8; i++) sums[g][team][l * 8 + i] = sum[g][i];
  }
  __syncthreads();
  for (int i = threadIdx.x; i < GROUP * D; i += 128) {
    int g = i / D, d = i % D;
    float top = -1e30f, total = 0.f, weighted = 0.f;
    for (int w = 0; w < teams; w++) top = fmaxf(top, mosts[g][w]);
    for (int w = 0; w < teams; w++) {
      float e = __expf(mosts[g][w] - top);
      total += masses[g][w] * e;
      weighted += sums[g][w][d] * e;
    }
    out[((size_t)row * HQ + kv * GROUP + g) * D + d] = (u16)rounded(weighted / total);
  }
}

// out [rows, F] = silu(gate) * up, of gu [rows, 2F] plus delta
// grid (F / 2048, rows), block 256
extern "C" __global__ void gate(const u16* gu, const u16* delta, u16* out) {
  int j = (blockIdx.x * 256 + threadIdx.x) * 8;
  if (j >= F) return;
  size_t row = blockIdx.y;
  float g[8], u[8];
  unpack(*(const uint4*)(gu + row * 2 * F + j), g);
  unpack(*(const uint4*)(gu + row * 2 * F + F + j), u);
  if (delta) {
    float dg[8], du[8];
    unpack(*(const uint4*)(delta + row * 2 * F + j), dg);
    unpack(*(const uint4*)(delta + row * 2 * F + F + j), du);
#pragma unroll
    for (int e = 0; e < 8; e++) {
      g[e] += dg[e];
      u[e] += du[e];
    }
  }
#pragma unroll
  for (int e = 0; e < 8; e++) g[e] = g[e] / (1.f + __expf(-g[e])) * u[e];
  *(uint4*)(out + row * F + j) = pack(g);
}
