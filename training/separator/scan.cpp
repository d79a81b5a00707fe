// A gated linear recurrence, forwards in time for the first half of the channels and
// backwards for the second: h[t] = h[t-1] + z[t] * (n[t] - h[t-1]).
// Arrays are [sequences, steps, channels], contiguous, bfloat16 or float.
#include <torch/extension.h>

#include <vector>

template <typename T>
void forward_kernel(const T* z, const T* n, T* h, int64_t steps, int64_t channels) {
  const int64_t half = channels / 2;
  std::vector<float> state(half);
  for (int way = 0; way < 2; ++way) {
    std::fill(state.begin(), state.end(), 0.f);
    float* s = state.data();
    for (int64_t i = 0; i < steps; ++i) {
      const int64_t at = (way ? steps - 1 - i : i) * channels + way * half;
      for (int64_t c = 0; c < half; ++c) {
        s[c] += float(z[at + c]) * (float(n[at + c]) - s[c]);
        h[at + c] = T(s[c]);
      }
    }
  }
}

template <typename T>
void backward_kernel(const T* g, const T* z, const T* n, const T* h, T* dz, T* dn,
                     int64_t steps, int64_t channels) {
  const int64_t half = channels / 2;
  std::vector<float> state(half), zeros(half, 0.f);
  for (int way = 0; way < 2; ++way) {
    std::fill(state.begin(), state.end(), 0.f);
    float* s = state.data();
    for (int64_t i = steps - 1; i >= 0; --i) {
      const int64_t at = (way ? steps - 1 - i : i) * channels + way * half;
      const int64_t before = at + (way ? channels : -channels);
      for (int64_t c = 0; c < half; ++c) {
        const float total = s[c] + float(g[at + c]);
        const float last = i ? float(h[before + c]) : 0.f;
        const float gate = float(z[at + c]);
        dz[at + c] = T(total * (float(n[at + c]) - last));
        dn[at + c] = T(total * gate);
        s[c] = total * (1.f - gate);
      }
    }
  }
}

at::Tensor scan(const at::Tensor& z, const at::Tensor& n) {
  auto h = at::empty_like(z);
  const int64_t rows = z.size(0), steps = z.size(1), channels = z.size(2);
  AT_DISPATCH_FLOATING_TYPES_AND(at::kBFloat16, z.scalar_type(), "scan", [&] {
    for (int64_t r = 0; r < rows; ++r) {
      const int64_t at = r * steps * channels;
      forward_kernel(z.data_ptr<scalar_t>() + at, n.data_ptr<scalar_t>() + at,
                     h.data_ptr<scalar_t>() + at, steps, channels);
    }
  });
  return h;
}

std::vector<at::Tensor> scan_backward(const at::Tensor& g, const at::Tensor& z,
                                      const at::Tensor& n, const at::Tensor& h) {
  auto dz = at::empty_like(z), dn = at::empty_like(z);
  const int64_t rows = z.size(0), steps = z.size(1), channels = z.size(2);
  AT_DISPATCH_FLOATING_TYPES_AND(at::kBFloat16, z.scalar_type(), "scan_backward", [&] {
    for (int64_t r = 0; r < rows; ++r) {
      const int64_t at = r * steps * channels;
      backward_kernel(g.data_ptr<scalar_t>() + at, z.data_ptr<scalar_t>() + at,
                      n.data_ptr<scalar_t>() + at, h.data_ptr<scalar_t>() + at,
                      dz.data_ptr<scalar_t>() + at, dn.data_ptr<scalar_t>() + at, steps, channels);
    }
  });
  return {dz, dn};
}

PYBIND11_MODULE(TORCH_EXTENSION_NAME, m) {
  m.def("scan", &scan);
  m.def("scan_backward", &scan_backward);
}
