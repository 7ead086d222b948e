import { open } from 'node:fs/promises';
import { S3mini } from 's3mini';
import type { Config } from '../../config.ts';
import type { MediaStore } from './store.ts';

/** S3 takes no part below 5 MiB but the last, and no more than 10,000: enough for 160 GB. */
const PART_BYTES = 16 * 1024 * 1024;

/** A bucket that speaks S3: AWS, MinIO, Aliyun OSS, Tencent COS. Addressed by path, which all of them know. */
export function s3Store(s3: NonNullable<Config['media']['s3']>): MediaStore {
  const client = new S3mini({
    endpoint: `${s3.endpoint}/${s3.bucket}`,
    region: s3.region,
    accessKeyId: s3.accessKeyId,
    secretAccessKey: s3.secretAccessKey,
  });
  return {
    place: 's3',
    async size(key) {
      if ((await client.objectExists(key)) !== true) return undefined;
      return await client.getContentLength(key);
    },
    async read(key, range) {
      const answer = range ? await client.getObjectRaw(key, false, range.start, range.end + 1) : await client.getObjectRaw(key);
      if (!answer.ok || !answer.body) throw new Error(`the store answered ${answer.status} for ${key}`);
      return answer.body;
    },
    put: (key, file) => upload(client, key, file),
    async remove(key) {
      await client.deleteObject(key);
    },
    async removeFolder(key) {
      const listed = await client.listObjects('/', `${key}/`);
      for (const { Key } of listed ?? []) await client.deleteObject(Key);
    },
  };
}

async function upload(client: S3mini, key: string, file: string): Promise<void> {
  const type = key.endsWith('.mp4') ? 'video/mp4' : 'application/octet-stream';
  const source = await open(file);
  try {
    const { size } = await source.stat();
    const read = async (from: number): Promise<Buffer> => {
      const buffer = Buffer.alloc(Math.min(PART_BYTES, size - from));
      await source.read(buffer, 0, buffer.length, from);
      return buffer;
    };
    if (size <= PART_BYTES) {
      await client.putObject(key, await read(0), type);
      return;
    }
    const uploadId = await client.getMultipartUploadId(key, type);
    try {
      const parts = [];
      for (let from = 0; from < size; from += PART_BYTES)
        parts.push(await client.uploadPart(key, uploadId, await read(from), parts.length + 1));
      await client.completeMultipartUpload(key, uploadId, parts);
    } catch (error) {
      // What was sent of it would be kept, and paid for, without a name.
      await client.abortMultipartUpload(key, uploadId);
      throw error;
    }
  } finally {
    await source.close();
  }
}
