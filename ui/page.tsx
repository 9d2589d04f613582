import './styles/tokens.css';
import './styles/base.css';
import './styles/screen.css';
import './styles/controls.css';
import './styles/table.css';
import './styles/dialog.css';
import './styles/figures.css';
import './styles/shell.css';
import { render } from 'preact';
import { App } from './app';

const root = document.getElementById('page');
if (root) render(<App />, root);
