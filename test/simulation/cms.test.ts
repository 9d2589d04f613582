import { describeRandomLives } from './random-lives';

describeRandomLives('cms', 'CMS');
