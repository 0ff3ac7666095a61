import { connect } from 'node:net';

/** Refused: a widget may not reach the network. */
export class CuriousWidget {
  connect = connect;
}
