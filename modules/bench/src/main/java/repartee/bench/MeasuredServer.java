package repartee.bench;

