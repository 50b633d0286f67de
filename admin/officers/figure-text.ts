// Published decimals as people read them; the same text on screen and paper.
export {
  type Figure,
  formatChange,
  formatChangeInterval,
  formatDayOf,
  formatDistance,
  formatFigure,
  formatInterval,
  formatMoment,
  hundred,
  signedUnits,
  unitsOf,
} from '../../shared/reports/figure-text.ts';
