import { describeRandomLives } from './random-lives';

describeRandomLives('rapid-response', 'Rapid Response');
