"""Loads saved tracks and followed artists into MongoDB with dlt: dlt_sync.py API ACCESS_TOKEN MONGODB_URI FOLDER

dlt has no destination for MongoDB: a function stands for it that upserts a page's items in one bulk write. Prints wall time
and processor time (user and system, of this process and its children) of the run, without Python's start and imports.
"""
import os
import sys
import time

import dlt
from dlt.sources.rest_api import rest_api_source
from pymongo import MongoClient, UpdateOne

api, token, uri, folder = sys.argv[1:]
database = MongoClient(uri)["bench_dlt"]


@dlt.destination(batch_size=50, name="mongodb", naming_convention="direct", skip_dlt_columns_and_tables=True,
                 max_table_nesting=0)
def mongodb(items, table):
    uris = (item["track"]["uri"] if "track" in item else item["uri"] for item in items)
    database[table["name"]].bulk_write([UpdateOne({"_id": key}, {"$set": {"raw": item}}, upsert=True)
                                        for key, item in zip(uris, items)], ordered=False)


def a_list(name, path, params, items, following):
    return {"name": name, "endpoint": {"path": path, "params": params, "data_selector": items,
                                       "paginator": {"type": "json_link", "next_url_path": following}}}


source = rest_api_source({
    "client": {"base_url": api, "headers": {"Authorization": "Bearer " + token}},
    "resources": [
        a_list("saved_tracks", "me/tracks", {"limit": 50}, "items", "next"),
        a_list("followed_artists", "me/following", {"type": "artist", "limit": 50}, "artists.items", "artists.next")]})
pipeline = dlt.pipeline("bench", destination=mongodb, pipelines_dir=folder)
wall, cpu = time.monotonic(), sum(os.times()[:4])
pipeline.run(source)
print(f"wall {time.monotonic() - wall:.2f} s, CPU {sum(os.times()[:4]) - cpu:.2f} s,",
      f"{database['saved_tracks'].estimated_document_count()} tracks,",
      f"{database['followed_artists'].estimated_document_count()} artists")
