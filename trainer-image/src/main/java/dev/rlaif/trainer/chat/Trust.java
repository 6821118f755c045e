package dev.rlaif.trainer.chat;

import dev.rlaif.trainer.stage.StageFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Trust in the certificates of a PEM bundle, beside those that the JVM trusts. */
final class Trust {
  private Trust() {}

  static void add(String pem, OkHttpClient.Builder http) {
    try {
      X509TrustManager manager = manager(pem);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new X509TrustManager[] {manager}, null);
      http.sslSocketFactory(context.getSocketFactory(), manager);
    } catch (GeneralSecurityException | IOException e) {
      throw new StageFailure(
          StageFailure.Exit.WRONG,
          "caBundleConfigMapRef holds no usable certificates: give PEM, "
              + "-----BEGIN CERTIFICATE----- and so on",
          e);
    }
  }

  private static X509TrustManager manager(String pem) throws GeneralSecurityException, IOException {
    var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int count = 0;
    for (Certificate c : CertificateFactory.getInstance("X.509").generateCertificates(bytes)) {
      store.setCertificateEntry("ca-" + count++, c);
    }
    if (count == 0) {
      throw new GeneralSecurityException("no certificate in the bundle");
    }
    for (Certificate known : of(null).getAcceptedIssuers()) {
      store.setCertificateEntry("jvm-" + count++, known);
    }
    return of(store);
  }

  /** Trust in a store; null: in the JVM's. */
  private static X509TrustManager of(@Nullable KeyStore store) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }
}
