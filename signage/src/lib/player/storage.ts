export interface DeviceStorage {
  usedBytes: number;
  quotaBytes: number;
  persisted: boolean;
}

/** What the browser says of its store; `undefined` where it says nothing. */
export async function storageOf(): Promise<DeviceStorage | undefined> {
  const { storage } = navigator;
  const said = await storage?.estimate?.();
  if (said?.quota === undefined || said.usage === undefined) return undefined;
  return { usedBytes: said.usage, quotaBytes: said.quota, persisted: (await storage.persisted?.()) ?? false };
}
