package dev.rlaif.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ApiServerIT {
  @RegisterExtension static final ApiServer API = new ApiServer();

  @Test
  void othersMayDoWhatRbacSays() {
    KubernetesClient stranger = API.clientAs("system:serviceaccount:food:stranger");

    assertThatThrownBy(() -> stranger.configMaps().resource(configMap("a")).create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("cannot create resource \"configmaps\"");
  }

  @Test
  void writesAreRecordedAndReadsAreNot() throws IOException {
    KubernetesClient client = API.client();
    long before = API.audit().position();

    client.configMaps().resource(configMap("a")).create();
    client.configMaps().withName("a").get();
    client.configMaps().withName("a").delete();
    client.configMaps().resource(configMap("b")).dryRun().create();
    client.configMaps().list();

    List<Write> writes = API.audit().since(before);
    assertThat(writes).extracting(Write::verb).containsExactly("create", "delete");
    assertThat(writes).allMatch(write -> write.namespace().equals(API.namespace()));
    assertThat(AuditLog.byResource(writes)).isEqualTo(Map.of("configmaps", 2L));
  }

  @Test
  void programEndsWithItsPipe(@TempDir Path folder) throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    Daemon daemon = Daemon.start(log, List.of("sh", "-c", "echo $$; exec sleep 600"));
    while (Files.size(log) == 0) {
      Thread.sleep(10);
    }
    ProcessHandle program =
        ProcessHandle.of(Long.parseLong(Files.readString(log).strip())).orElseThrow();

    daemon.close();

    assertThat(program.isAlive()).isFalse();
  }

  private static ConfigMap configMap(String name) {
    return new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build();
  }
}
