import { measureOffers } from './measure-offers';

process.stdout.write(JSON.stringify(await measureOffers(Number(process.argv[2]))));
