package io.twinspan.link.protocol;

import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.Lease;
import io.twinspan.link.exchange.Reply;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.apache.kafka.common.utils.AppInfoParser;

/** Asks a broker which versions of which requests it speaks; the first request on every connection. Confined to the link thread. */
final class VersionsCall extends Call<ApiVersionsResponse> {
    private static final Reply<ApiVersionsResponse> NOBODY = new Reply<>() {
        @Override
        public void answered(ApiVersionsResponse answer) {
            // the connection read it already
        }

        @Override
        public void failed(Failure failure) {
            // what waits for the connection fails by itself
        }
    };

    private final short version;

    VersionsCall(short version, long timeoutMs) {
        super(ApiKeys.API_VERSIONS, timeoutMs, NOBODY);
        this.version = version;
    }

    @Override
    short latestVersion() {
        return version;
    }

    @Override
    ApiMessage message(short inVersion) {
        return new ApiVersionsRequestData()
                .setClientSoftwareName("twinspan")
                .setClientSoftwareVersion(AppInfoParser.getVersion());
    }

    @Override
    ApiVersionsResponse read(ByteBufferAccessor body, short inVersion, Lease lease) {
        return ApiVersionsResponse.parse(body, inVersion);
    }
}
