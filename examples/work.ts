import { connectionState$ } from 'rx-outlook';

connectionState$('Work', { backend: 'bridge' }).subscribe({
  next: (state) => {
    if (state === 'online') console.log('sending what has waited');
    else console.log('keeping new mail until Work is back');
  },
  error: (error) => console.error(String(error)),
});
