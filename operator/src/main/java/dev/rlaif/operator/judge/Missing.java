package dev.rlaif.operator.judge;

import dev.rlaif.api.v1alpha1.Reason;

/** Something that a judge names and that is not there. */
record Missing(Reason reason, String message) {

  static Missing secret(String name, String path) {
    return new Missing(
        Reason.SECRET_NOT_FOUND, path + " names Secret " + name + ", which does not exist");
  }

  static Missing configMap(String name, String path) {
    return new Missing(
        Reason.CONFIG_MAP_NOT_FOUND, path + " names ConfigMap " + name + ", which does not exist");
  }

  static Missing key(String name, String key, String path) {
    return new Missing(
        Reason.CONFIG_MAP_NOT_FOUND,
        path + " names key " + key + " of ConfigMap " + name + ", which has no such key");
  }

  static Missing claim(String name, String path) {
    return new Missing(
        Reason.CLAIM_NOT_FOUND,
        path + " names PersistentVolumeClaim " + name + ", which does not exist");
  }
}
