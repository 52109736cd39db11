import { mount } from 'svelte'
import App from './App.svelte'
import './styles/fonts.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/layout.css'

const target = document.getElementById('app')
if (target) mount(App, { target })

if (import.meta.env.PROD) {
  void import('./state/afterPaint.ts').then(({ startAfterPaint }) => startAfterPaint())
}
