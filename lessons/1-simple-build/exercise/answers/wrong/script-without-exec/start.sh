#!/bin/sh
./product-catalog
echo bye
