// The first item of every questionnaire: satisfaction with the serving officer, on which every published number rests.
export const ratingItemId = 'officer';
