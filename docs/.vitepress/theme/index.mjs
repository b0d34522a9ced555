import { defineAsyncComponent, h } from 'vue';
import DefaultTheme from 'vitepress/theme';
import './style.css';

const Playground = defineAsyncComponent(() => import('../playground/Playground.vue'));

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    // The picture depends on the address, which a build of the site does not know.
    app.component('Playground', {
      props: ['operator'],
      setup: (props) => () => (import.meta.env.SSR ? undefined : h(Playground, props)),
    });
  },
};
