"""A Yjs peer in Python, by pycrdt: python3 peer.py URL TEXT

Needs the packages `pycrdt` and `websockets`. URL is that of a document at the sync door, such as
ws://127.0.0.1:8080/sync/examples/python. Adds TEXT to the shared list `lines`, waits until that is durable, and prints the list.
"""

import asyncio
import sys

from pycrdt import Array, Doc, YMessageType, YSyncMessageType, create_sync_message, create_update_message, handle_sync_message
from websockets import connect

CHECKPOINT = 102  # "say when all I sent before is on disk"


async def main(url, text):
    doc = Doc()
    lines = doc.get("lines", type=Array)
    async with connect(url, max_size=None) as socket:
        await socket.send(create_sync_message(doc))
        async for message in socket:
            if message[0] == YMessageType.SYNC:
                answer = handle_sync_message(message[1:], doc)
                if answer is not None:
                    await socket.send(answer)
                if message[1] == YSyncMessageType.SYNC_STEP2:
                    before = doc.get_state()
                    lines.append(text)
                    await socket.send(create_update_message(doc.get_update(before)))
                    await socket.send(bytes([CHECKPOINT, 0]))
            elif message[0] == CHECKPOINT:
                print(list(lines))
                return


asyncio.run(main(*sys.argv[1:]))
