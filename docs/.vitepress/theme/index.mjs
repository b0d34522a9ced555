import { defineAsyncComponent, h, resolveComponent } from 'vue';
import DefaultTheme from 'vitepress/theme';
import './style.css';

const Playground = defineAsyncComponent(() => import('../playground/Playground.vue'));

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    // The site is built without playgrounds: their content depends on the page's address.
    app.component('Playground', {
      props: ['operator'],
      setup: (props) => () => h(resolveComponent('ClientOnly'), () => h(Playground, props)),
    });
  },
};
