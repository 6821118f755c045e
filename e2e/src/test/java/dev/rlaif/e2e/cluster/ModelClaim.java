package dev.rlaif.e2e.cluster;

import java.nio.file.Path;

/**
 * A claim with a model's folder in it, as a team has its models, filled through a pod.
 *
 * @param name of the claim
 */
record ModelClaim(Kubectl kubectl, String name) {
  private static final String DOCUMENTS =
      """
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: NAME}
      spec: {accessModes: [ReadWriteMany], resources: {requests: {storage: 2Gi}}}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: NAME}
      spec:
        automountServiceAccountToken: false
        terminationGracePeriodSeconds: 1
        securityContext: {runAsNonRoot: true, fsGroup: 10001, seccompProfile: {type: RuntimeDefault}}
        containers:
          - name: copy
            image: IMAGE
            imagePullPolicy: IfNotPresent
            command: [sleep, "600"]
            securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            volumeMounts: [{name: models, mountPath: /models}]
        volumes: [{name: models, persistentVolumeClaim: {claimName: NAME}}]
      """;

  /** Copies a folder, and ends the pod. */
  void fill(Path folder) {
    kubectl.apply(DOCUMENTS.replace("NAME", name).replace("IMAGE", Operator.trainerImage()));
    kubectl.run("wait", "--for=condition=Ready", "pod/" + name, "--timeout=90s");
    kubectl.run("cp", folder.toString(), name + ":/models/" + folder.getFileName());
    kubectl.run("delete", "pod", name);
  }
}
