/** What a worker throws that is to end so: anything else that it throws is something found. */
export const lastWords = 'as it was told to';
