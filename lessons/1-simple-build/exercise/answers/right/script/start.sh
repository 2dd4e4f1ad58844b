#!/bin/sh
echo "starting on ${PRODUCT_CATALOG_PORT}"
exec ./product-catalog "$@"
