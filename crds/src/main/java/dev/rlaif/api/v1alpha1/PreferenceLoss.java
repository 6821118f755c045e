package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Loss of a preference pair, see the algorithms' documentation. */
public enum PreferenceLoss {
  /** DPO (arXiv 2305.18290) */
  @JsonProperty("sigmoid")
  SIGMOID,
  @JsonProperty("hinge")
  HINGE,
  /** squared distance of the margin of length-averaged log-ratios from 1/(2 beta) (2310.12036) */
  @JsonProperty("ipo")
  IPO,
  /** the same of summed log-ratios */
  @JsonProperty("ipoSummed")
  IPO_SUMMED,
  /** unbiased under label noise (arXiv 2403.00409); may be negative */
  @JsonProperty("robust")
  ROBUST,
  /** cross entropy with smoothed labels */
  @JsonProperty("conservative")
  CONSERVATIVE
}
